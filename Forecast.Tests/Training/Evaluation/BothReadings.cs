using System.Globalization;
using System.Text;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Tests.Domain.Imports;
using Forecast.Tests.Support;
using Forecast.Training.Evaluation;
using MiniExcelLibs;

namespace Forecast.Tests.Training.Evaluation;

/// <summary>Reads a file by import, into PostgreSQL, and by backtest, and demands that both say the same.</summary>
public abstract class BothReadings(EmbeddedServers servers) : ImportTestBase(servers)
{
    protected const string Header = "date,store,item,quantity";

    protected static byte[] Workbook(params (string Sheet, List<Dictionary<string, object?>> Rows)[] sheets)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(sheets.ToDictionary(s => s.Sheet, s => (object)s.Rows, StringComparer.Ordinal));
        return stream.ToArray();
    }

    protected async Task AssertBothAsync(string file, ReadingOptions options, params (string Day, float Quantity)[] expected)
    {
        var load = await LoadAsync(file, Request with { Reading = options });
        Assert.True(load.Status == LoadStatus.Succeeded, load.Message);
        var sales = await ReadAsync(Encoding.UTF8.GetBytes(file), options);
        Assert.Equal((load.RowsRead, load.RowsRejected, load.RowsDuplicate), (sales.Rows, sales.Rejected, sales.Repeats));
        foreach (var (day, quantity) in expected)
        {
            Assert.Equal(quantity, await ValueAsync("S", "I", day));
            Assert.Equal(quantity, sales.Quantity[DateOnly.Parse(day, CultureInfo.InvariantCulture).DayNumber - sales.FirstDay.DayNumber]);
        }

        await ExecuteAsOwnerAsync("TRUNCATE series_year, sales_change");
    }

    protected async Task AssertRefusedAsync(string file, ReadingOptions options, params string[] words)
    {
        var load = await LoadAsync(file, Request with { Reading = options });
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Encoding.UTF8.GetBytes(file), options));

        Assert.Equal((LoadStatus.Failed, refused.Message), (load.Status, load.Message));
        Assert.All(words, word => Assert.Contains(word, load.Message, StringComparison.Ordinal));
    }

    protected static async Task<LongSales> ReadAsync(byte[] bytes, ReadingOptions options)
    {
        using var stream = new MemoryStream(bytes);
        return await LongSalesReader.ReadAsync(stream, missingIsZero: false, options, Stop);
    }
}
