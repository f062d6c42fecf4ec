using Forecast.Domain.Sales;
using Npgsql;

namespace Forecast.Domain.Demo;

/// <summary>
/// Generates stores in parallel and streams them, in order, into one COPY. The server's single backend is the bottleneck, so generation
/// stays a few stores ahead of it and no more.
/// </summary>
internal sealed class DemoWriting(NpgsqlDataSource database, NpgsqlConnection connection, DemoPlan plan, DemoKeys keys, bool isNew)
{
    private const string SeriesTable = "series_year";
    private const string StoreTable = "store_year";

    /// <summary>Writes the missing days of the stores; returns the number of store-item-days.</summary>
    public async Task<long> WriteAsync(
        IReadOnlyList<DemoStoreRange> stores, IProgress<(int Done, int Of)>? progress, CancellationToken cancellationToken)
    {
        var lastPlanned = stores.Max(s => s.To).AddDays(DemoPlan.PlannedDays + 1);
        var regions = Enumerable.Range(0, DemoRegion.All.Length).Select(region => new DemoRegionDemand(plan, region, lastPlanned))
            .ToArray();
        if (!isNew)
            await CreateIncomingAsync(cancellationToken);

        long cells = await WriteSeriesAsync(stores, regions, progress, cancellationToken);
        await WriteStoresAsync(stores, regions, cancellationToken);
        if (!isNew)
            await MergeIncomingAsync(cancellationToken);
        return cells;
    }

    private Task<HistoryTarget> OpenAsync(string table, string columns, CancellationToken cancellationToken) => isNew
        ? HistoryTarget.OpenGuardedAsync(connection, table, columns, cancellationToken)
        : HistoryTarget.OpenAsync(connection, "incoming_" + table, columns, cancellationToken);

    private async Task<long> WriteSeriesAsync(
        IReadOnlyList<DemoStoreRange> stores, DemoRegionDemand[] regions, IProgress<(int Done, int Of)>? progress,
            CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = new Queue<Task<(HistoryCopy Rows, long Cells)>>();
        long cells = 0;
        int started = 0;
        try
        {
            await using var target = await OpenAsync(SeriesTable, HistoryCopy.SeriesColumns, cancellationToken);
            for (int done = 0; done < stores.Count; done++)
            {
                for (; started < stores.Count && ahead.Count <= Environment.ProcessorCount; started++)
                {
                    var store = stores[started];
                    ahead.Enqueue(Task.Run(() => StoreAsync(store, regions[store.Store.Region], stopping.Token), stopping.Token));
                }

                var (rows, count) = await ahead.Dequeue();
                using (rows)
                    await target.WriteAsync(rows, cancellationToken);
                cells += count;
                progress?.Report((done + 1, stores.Count));
            }

            await target.CompleteAsync(cancellationToken);
        }
        finally
        {
            await stopping.CancelAsync();
            await Task.WhenAny(Task.WhenAll(ahead)); // Left over only when something failed; their own failures add nothing.
        }

        return cells;
    }

    private async Task<(HistoryCopy Rows, long Cells)> StoreAsync(
        DemoStoreRange range, DemoRegionDemand region, CancellationToken cancellationToken)
    {
        var known = isNew ? [] : await KnownYearsAsync(range, cancellationToken);
        var demand = new DemoStoreDemand(plan, range.Store, region);
        int from = new DateOnly(range.From.Year, 1, 1).DayNumber - plan.FirstDay.DayNumber;
        int salesEnd = range.To.DayNumber - plan.FirstDay.DayNumber + 1, planEnd = PlanEnd(range);
        var days = new float[4][];
        for (int i = 0; i < days.Length; i++)
            days[i] = new float[demand.Open.Length];
        var year = new float[4][];
        for (int i = 0; i < year.Length; i++)
            year[i] = new float[366];

        var rows = new HistoryCopy(plan.Items * 2 * 12_000);
        long cells = 0;
        for (int item = 0; item < plan.Items; item++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int seriesId = keys.SeriesIds[range.Store.Index * plan.Items + item];
            if (seriesId == 0)
                continue; // Taken out of the catalog since.
            demand.Fill(item, Math.Max(0, from), planEnd, days[0], days[1], days[2], days[3]);
            days[0].AsSpan(salesEnd).Fill(float.NaN);
            days[3].AsSpan(salesEnd).Fill(float.NaN);
            cells += salesEnd - (range.From.DayNumber - plan.FirstDay.DayNumber);
            for (int y = range.From.Year; y <= plan.FirstDay.AddDays(planEnd - 1).Year; y++)
            {
                int length = DateTime.IsLeapYear(y) ? 366 : 365;
                for (int i = 0; i < year.Length; i++)
                    Cut(days[i], y, planEnd, year[i].AsSpan(0, length));
                if (known.TryGetValue((seriesId, y), out var stored))
                    Keep(stored, year);
                rows.AddSeriesYear(
                    seriesId, y, year[0].AsSpan(0, length), OrNull(year[1], length), OrNull(year[2], length), OrNull(year[3], length));
            }
        }

        return (rows, cells);
    }

    private int PlanEnd(DemoStoreRange range) =>
        range.To.DayNumber - plan.FirstDay.DayNumber + 1 + range.Store.LateDays + DemoPlan.PlannedDays;

    /// <summary>The part of a path that lies in a calendar year, NaN where the path does not reach.</summary>
    private void Cut(ReadOnlySpan<float> path, int year, int end, Span<float> values)
    {
        int start = new DateOnly(year, 1, 1).DayNumber - plan.FirstDay.DayNumber;
        for (int i = 0; i < values.Length; i++)
            values[i] = start + i >= 0 && start + i < end ? path[start + i] : float.NaN;
    }

    /// <summary>What is stored stays, whoever stored it.</summary>
    private static void Keep(float[]?[] stored, float[][] year)
    {
        for (int i = 0; i < year.Length; i++)
        {
            if (stored[i] is not { } values)
                continue;
            for (int day = 0; day < values.Length; day++)
                year[i][day] = float.IsNaN(values[day]) ? year[i][day] : values[day];
        }
    }

    private static ReadOnlySpan<float> OrNull(float[] values, int length)
    {
        var known = values.AsSpan(0, length);
        foreach (float value in known)
        {
            if (!float.IsNaN(value))
                return known;
        }

        return default;
    }

    /// <summary>Read on a connection of its own, because the other one is busy copying; the lock keeps everybody else out.</summary>
    private async Task<Dictionary<(int Series, int Year), float[]?[]>> KnownYearsAsync(
        DemoStoreRange range, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(int Series, int Year), float[]?[]>();
        await using var command = database.CreateCommand(
            "SELECT y.series_id, y.year, y.quantity, y.promotion, y.price, y.stocked_out FROM series_year y JOIN series s ON s.id = "
                + "y.series_id WHERE s.store_id = $1 AND y.year >= $2");
        command.Parameters.Add(new() { Value = range.StoreId });
        command.Parameters.Add(new() { Value = (short)range.From.Year });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var arrays = new float[]?[4];
            for (int i = 0; i < arrays.Length; i++)
                arrays[i] = await reader.IsDBNullAsync(2 + i, cancellationToken) ? null : reader.GetFieldValue<float[]>(2 + i);
            known[(reader.GetInt32(0), reader.GetInt16(1))] = arrays;
        }

        return known;
    }

    private async Task WriteStoresAsync(
        IReadOnlyList<DemoStoreRange> stores, DemoRegionDemand[] regions, CancellationToken cancellationToken)
    {
        using var rows = new HistoryCopy();
        var open = new float[366];
        foreach (var range in stores)
        {
            var demand = new DemoStoreDemand(plan, range.Store, regions[range.Store.Region]);
            for (int year = range.From.Year; year <= plan.FirstDay.AddDays(PlanEnd(range) - 1).Year; year++)
            {
                var values = open.AsSpan(0, DateTime.IsLeapYear(year) ? 366 : 365);
                Cut(demand.Open, year, PlanEnd(range), values);
                rows.AddStoreYear(range.StoreId, year, values);
            }
        }

        await using var target = await OpenAsync(StoreTable, HistoryCopy.StoreColumns, cancellationToken);
        await target.WriteAsync(rows, cancellationToken);
        await target.CompleteAsync(cancellationToken);
    }

    private async Task CreateIncomingAsync(CancellationToken cancellationToken) =>
        await ExecuteAsync(
            """
            CREATE TEMP TABLE incoming_series_year (LIKE series_year) ON COMMIT DROP;
            CREATE TEMP TABLE incoming_store_year (LIKE store_year) ON COMMIT DROP
            """,
            cancellationToken);

    private async Task MergeIncomingAsync(CancellationToken cancellationToken) =>
        await ExecuteAsync(
            """
            INSERT INTO series_year SELECT * FROM incoming_series_year ON CONFLICT (series_id, year) DO UPDATE
            SET quantity = excluded.quantity, promotion = excluded.promotion, price = excluded.price, stocked_out = excluded.stocked_out;
            INSERT INTO store_year SELECT * FROM incoming_store_year ON CONFLICT (store_id, year) DO UPDATE SET open = excluded.open
            """,
            cancellationToken);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
