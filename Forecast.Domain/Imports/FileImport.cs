using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Domain.Sales;
using Npgsql;

namespace Forecast.Domain.Imports;

/// <summary>
/// Takes files in: sales, masters of stores, items and routes. A file is one transaction: all its good rows or nothing. One load runs at
/// a time, others wait.
/// </summary>
public sealed class FileImport(NpgsqlDataSource database, TimeProvider time)
{
    private const int DefaultRowsInMemory = 2_000_000;

    /// <summary>Rows that a preview looks at: a second or two, whatever the size of the file.</summary>
    private const int DefaultRowsPreviewed = 1_000_000;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(500);

    private readonly LoadBook book = new(database, time);

    /// <summary>Rows held in memory before they are spilled; 36 bytes each.</summary>
    internal int RowsInMemory { get; init; } = DefaultRowsInMemory;

    /// <summary>Rows that a preview looks at.</summary>
    internal int RowsPreviewed { get; init; } = DefaultRowsPreviewed;

    /// <summary>
    /// Takes one file in, which must be able to seek, and returns its record. A file that cannot be taken ends as
    /// <see cref="LoadStatus.Failed"/> with the reason; cancellation and a lost database throw, after the record was marked if it still
    /// could be.
    /// </summary>
    public async Task<Load> RunAsync(
        Stream file, ImportRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        Check(request);
        await book.SweepAsync(cancellationToken);
        var counts = new LoadCounts();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var load = await book.OpenAsync(connection, request, cancellationToken);
        await using var source = new LoadFile(file, request.Reading.Sheet);
        try
        {
            await TakeTurnAsync(connection, load, counts, progress, cancellationToken);
            await using var reports = new LoadReports(book, load, counts, source, progress, ReportInterval);
            await LoadAsync(connection, transaction, load, request, counts, source, cancellationToken);
            string digest = await source.FinishAsync(cancellationToken);
            await reports.StopAsync();
            await book.SucceedAsync(connection, load, counts, source.BytesRead, digest, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception e)
        {
            await TryRollBackAsync(transaction);
            if (Reason(e) is { } reason)
                await book.FailAsync(load, counts, source.BytesRead, reason);
            else
                await TryFailAsync(load, counts, source.BytesRead, e);
            if (Reason(e) is null)
                throw;
        }

        if (load.Status == LoadStatus.Succeeded && load.ValuesChanged > 100_000)
            await AnalyzeAsync(connection, cancellationToken);
        ImportFigures.Count(load);
        progress?.Report(new ImportProgress(load.Id, load.Status, load.BytesRead, load.BytesTotal, load.RowsRead, load.RowsRejected));
        return load;
    }

    /// <summary>
    /// How a sales file, which must be able to seek, would be taken, as its first rows show; nothing of it is stored and no turn is
    /// waited for. Throws
    /// <see cref="FileRefusedException"/> when it would be refused.
    /// </summary>
    public async Task<SalesPreview> PreviewAsync(Stream file, ImportRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken); // Its temporary tables go with it.
        await using var source = new LoadFile(file, request.Reading.Sheet);
        SalesPreview? preview = null;
        try
        {
            await AsUnderstoodAsync(
                transaction, request.Reading, source, RowsPreviewed,
                async (reading, text) =>
                {
                    var previewer = new SalesPreviewer(connection, request, reading, time, RowsInMemory, RowsPreviewed);
                    return (preview = await previewer.TryRunAsync(text, cancellationToken)) is not null;
                },
                cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new FileRefusedException(Reason(e)!, e);
        }

        return source.IsWorkbook ? preview! with { Separator = "the cells of a workbook" } : preview!;
    }

    /// <summary>What the header of a sales file says without its rows, and what was said about the last file that had it.</summary>
    public async Task<SourceLook> LookAsync(Stream file, ImportRequest request, CancellationToken cancellationToken)
    {
        await using var source = new LoadFile(file, request.Reading.Sheet);
        IReadOnlyList<IReadOnlyList<string>> lines;
        try
        {
            lines = await CsvTable.FirstLinesAsync(source, cancellationToken);
        }
        catch (Exception e) when (e is FileRefusedException or InvalidDataException)
        {
            return new SourceLook([], null); // Who loads it is told what is wrong with it.
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var known = await new SourceMemory(connection).RecallAsync(lines, request.RegionCode, cancellationToken);
        return new SourceLook(
            ColumnNames.Guess(lines, SalesColumns.Names, request.Reading.Columns),
            known is null || known.Choices == SourceChoices.Of(request).ToJson() ? null : known);
    }

    /// <summary>Marks loads as failed whose process is gone; for the start of a server.</summary>
    public Task<int> SweepAsync(CancellationToken cancellationToken) => book.SweepAsync(cancellationToken);

    private async Task TakeTurnAsync(
        NpgsqlConnection connection, Load load, LoadCounts counts, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (await HistoryLock.TryTakeAsync(connection, cancellationToken))
            return;
        await book.ReportAsync(load, LoadStatus.Waiting, "Waits for another load to end.", counts, 0, cancellationToken);
        progress?.Report(new ImportProgress(load.Id, LoadStatus.Waiting, 0, load.BytesTotal, 0, 0));
        await HistoryLock.TakeAsync(connection, cancellationToken);
        await book.ReportAsync(load, LoadStatus.Running, "", counts, 0, cancellationToken);
    }

    private async Task LoadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Load load, ImportRequest request, LoadCounts counts, LoadFile file,
        CancellationToken cancellationToken)
    {
        if (request.Kind == LoadKind.Sales)
        {
            await AsUnderstoodAsync(
                transaction, request.Reading, file, long.MaxValue,
                (reading, text) =>
                {
                    counts.Clear();
                    return new SalesLoad(connection, load.Id, request, reading, counts, time, RowsInMemory)
                        .TryRunAsync(text, cancellationToken);
                },
                cancellationToken);
            return;
        }

        await (request.Kind switch
        {
            LoadKind.Stores => new StoreMaster(connection, load.Id, request, counts).RunAsync(file, cancellationToken),
            LoadKind.Items => new ItemMaster(connection, load.Id, counts).RunAsync(file, cancellationToken),
            LoadKind.Routes => new RouteMaster(connection, load.Id, request, counts).RunAsync(file, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Kind, "There is no such kind of file."),
        });
    }

    /// <summary>
    /// Reads a file that is written in the one way that every file means alike while it is loaded; any other one is read again, once to ask
    /// all rows how they are written and once to load them so.
    /// </summary>
    private static async Task AsUnderstoodAsync(
        NpgsqlTransaction transaction, ReadingOptions options, LoadFile file, long mostRows,
        Func<FileReading, Stream, Task<bool>> tryRead, CancellationToken cancellationToken)
    {
        const string beforeRows = "before_rows";
        await transaction.SaveAsync(beforeRows, cancellationToken);
        var provisional = FileReading.Provisional(options);
        try
        {
            if (await tryRead(provisional, await file.OpenAsync(cancellationToken)))
                return;
        }
        catch (HeaderNotUtf8Exception)
        {
            // Text of another encoding: all rows are asked.
        }

        await transaction.RollbackAsync(beforeRows, cancellationToken);
        var reading = await FileEvidence.DecideAsync(file, options, mostRows, cancellationToken);
        await tryRead(reading, await file.OpenAsync(cancellationToken));
    }

    private static void Check(ImportRequest request)
    {
        if (request.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            throw new WrongChoiceException($"There is no time zone \"{zone}\". Use an IANA name such as Europe/Berlin.");
        if (request.HolidayCalendar.Length > 0 && !Calendar.HolidayCalendar.Knows(request.HolidayCalendar))
            throw new WrongChoiceException($"There is no holiday calendar \"{request.HolidayCalendar}\". Known are "
                + $"{string.Join(", ", Calendar.HolidayCalendar.Codes)}.");
    }

    /// <summary>What a failure means for the loader; null when it is not the file's fault.</summary>
    private static string? Reason(Exception e) => e switch
    {
        FileRefusedException => e.Message,
        InvalidDataException =>
            $"The packed file is damaged or cut off ({e.Message}). Nothing of it was stored; pack or transfer it again.",
        _ => null,
    };

    private async Task TryFailAsync(Load load, LoadCounts counts, long bytesRead, Exception cause)
    {
        string reason = cause is OperationCanceledException
            ? "The load was cancelled. Nothing of it was stored."
            : $"The load broke off ({cause.Message}). Nothing of it was stored; load the file again.";
        try
        {
            await book.FailAsync(load, counts, bytesRead, reason);
        }
        catch (NpgsqlException)
        {
            // The database itself is gone: the sweep of the next load or start marks this one.
        }
    }

    private static async Task TryRollBackAsync(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or ObjectDisposedException)
        {
            // The connection is broken: the server rolls back by itself, and the cause is already on its way to the caller.
        }
    }

    /// <summary>
    /// Tells the query planner what is new. Not the values: no query chooses rows by them, and sampling the long arrays takes long.
    /// </summary>
    private static async Task AnalyzeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "ANALYZE store, item, series, series_year (series_id, year), store_year (store_id, year)", connection)
        { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
