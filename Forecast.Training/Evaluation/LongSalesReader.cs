using Forecast.Domain.Reading;

namespace Forecast.Training.Evaluation;

/// <summary>
/// Reads long sales files (<c>date,store,item,quantity</c> and, if there, <c>promotion,price,open</c>) by the rules of the import: the same
/// names of columns, dates, numbers, repeats and faults.
/// </summary>
public static class LongSalesReader
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file; gzip is recognised by its content.</param>
    /// <param name="missingIsZero">A missing row inside a series means nothing sold; otherwise not loaded.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileRefusedException">The file cannot be read as sales; the message says why and how to mend it.</exception>
    public static async Task<LongSales> ReadAsync(
        string path, bool missingIsZero, ReadingOptions options, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return await ReadAsync(stream, missingIsZero, options, cancellationToken);
    }

    internal static async Task<LongSales> ReadAsync(
        Stream stream, bool missingIsZero, ReadingOptions options, CancellationToken cancellationToken)
    {
        await using var file = new LoadFile(stream, options.Sheet);
        var reading = FileReading.Provisional(options);
        bool keepsRows = false;
        while (true)
        {
            var pass = new LongSalesPass(reading, options, keepsRows);
            bool asksAllRows;
            try
            {
                asksAllRows = await pass.RunAsync(await file.OpenAsync(cancellationToken), cancellationToken) == PassEnd.AsksAllRows;
            }
            catch (HeaderNotUtf8Exception) when (reading.IsProvisional)
            {
                asksAllRows = true;
            }

            if (asksAllRows)
                reading = await FileEvidence.DecideAsync(file, options, long.MaxValue, cancellationToken);
            else if (pass.MeetsRepeats && !keepsRows)
                keepsRows = true;
            else
                return pass.Finish(missingIsZero);
        }
    }
}
