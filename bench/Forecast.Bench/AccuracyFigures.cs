using System.Diagnostics;
using System.Globalization;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Accuracy;
using Forecast.Training.Runs.Publishing;

namespace Forecast.Bench;

/// <summary>
/// What accuracy costs: <c>Forecast.Bench accuracy [stores] [items] [days]</c>, with the settings of <c>product</c>, the connection that of
/// the owner. One region is planted without computing anything: forecasts that say what was sold, or so. Keeping what is published, scoring
/// a day, and the first HTML of the page, whatever is chosen.
/// </summary>
internal static class AccuracyFigures
{
    private const int Requests = 60;

    private static readonly string[] Pages =
    [
        "/accuracy", "/accuracy?period=saturday", "/accuracy?period=month", "/accuracy?period=month&by=item",
        "/accuracy?period=month&by=class", "/accuracy?period=month&by=day&sort=bias", "/accuracy?period=month&level=store",
        "/accuracy?period=month&level=region&by=ahead", "/accuracy?from={0}&to={1}&by=weekday", "/accuracy?from={0}&to={1}",
        "/accuracy?source=backtests",
    ];

    public static async Task<int> RunAsync(string[] sizes)
    {
        int[] size = [.. sizes.Select(s => int.Parse(s, CultureInfo.InvariantCulture))];
        var (stores, items, days) = size is [var s, var i, var d] ? (s, i, d) : (300, 100, 730);
        var server = Environment.GetEnvironmentVariable("ConnectionStrings__Forecast")!;
        Environment.SetEnvironmentVariable("Role", nameof(ProcessRole.Web)); // Nothing is scored but what is measured.
        await using var product = await ProductInstallation.StartAsync(server, null);
        var lastDay = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        await PlantAsync(product, stores, items, lastDay);
        Console.WriteLine($"{stores} stores × {items} items, {days} days scored");

        await using (var connection = await product.Database.OpenConnectionAsync())
        {
            for (int turn = 0; turn < 3; turn++)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                long start = Stopwatch.GetTimestamp();
                int rows = await PublishedSnapshot.TakeAsync(connection, 1, CancellationToken.None);
                Print($"keep what is published, {rows} rows", [Stopwatch.GetElapsedTime(start).TotalMilliseconds]);
                if (turn == 2)
                    await transaction.CommitAsync();
            }
        }

        long began = Stopwatch.GetTimestamp();
        int scored = await product.Get<AccuracyScoring>().ScoreAsync(CancellationToken.None);
        Print($"score, for each of {scored} days", [Stopwatch.GetElapsedTime(began).TotalMilliseconds / Math.Max(1, scored)]);
        await RepeatAsync(product, lastDay, days);
        using var client = await product.SignInAsync();
        foreach (var page in Pages)
        {
            var address = string.Format(
                CultureInfo.InvariantCulture, page, $"{lastDay.AddDays(-91):yyyy-MM-dd}", $"{lastDay:yyyy-MM-dd}");
            Print(address, await ReadAsync(client, address));
        }

        return 0;
    }

    private static async Task<List<double>> ReadAsync(HttpClient client, string address)
    {
        var times = new List<double>();
        for (int turn = -5; turn < Requests; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            var page = await client.GetStringAsync(new Uri(address, UriKind.Relative));
            if (turn >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (!page.Contains("class=\"scores\"", StringComparison.Ordinal) && !page.Contains("panel scores", StringComparison.Ordinal))
                throw new InvalidOperationException($"{address} shows no scores.");
        }

        return times;
    }

    /// <summary>A region with sales of this year and the last, and one version that was published eight days ago.</summary>
    private static async Task PlantAsync(ProductInstallation product, int stores, int items, DateOnly lastDay)
    {
        var origin = lastDay.AddDays(-7);
        await product.ExecuteAsync($"""
            INSERT INTO region (id, code, name, time_zone, holiday_calendar, morning_run_at, deadline_at)
                VALUES (1, 'NORTH', 'North', 'Europe/Berlin', 'DE', '05:00', '09:00');
            INSERT INTO app_user (subject, name, email, role, kind) VALUES ('bench', 'Bench', '', 'Admin', 'Person');
            INSERT INTO store (id, code, name, region_id, type) SELECT s, 'S' || s, 'Store ' || s, 1, ''
                FROM generate_series(1, {stores}) s;
            INSERT INTO item (id, code, name, category) SELECT i, 'I' || i, 'Item ' || i, 'Category ' || i % 10
                FROM generate_series(1, {items}) i;
            INSERT INTO series (store_id, item_id) SELECT s.id, i.id FROM store s CROSS JOIN item i ORDER BY 1, 2;
            INSERT INTO series_year (series_id, year, quantity)
                SELECT s.id, y, q.quantity FROM series s CROSS JOIN generate_series({origin.Year}, {lastDay.Year}) y
                CROSS JOIN LATERAL (SELECT array_agg((hashint4(s.id + d) & 15)::real) AS quantity FROM generate_series(1, 365) d) q;
            INSERT INTO run (kind, region_id, scope_key, requested_by, reason, requested_at, origin, status, message, cancel_requested,
                    shard_count, shards_done, series_count, series_done)
                VALUES ('Morning', 1, '', 'bench', '', now(), '{origin:yyyy-MM-dd}', 'Succeeded', '', false, 1, 1, 1, 1);
            """);
        await product.ExecuteAsync($"""
            INSERT INTO forecast_version (id, region_id, run_id, model_version_id, origin, horizon, created_at, partition, published_at)
                SELECT 1, 1, id, 0, origin, 14, now(), origin, (origin + 1)::timestamptz FROM run;
            SELECT make_forecast_partition('{origin:yyyy-MM-dd}');
            """);
        await product.ExecuteAsync($"""
            INSERT INTO series_forecast (partition, version_id, series_id, mean, p10, p50, p90, naive, naive_absolute, naive_squared,
                    method, reason, demand_class)
                SELECT '{origin:yyyy-MM-dd}', 1, id, array_fill(7.5::real, ARRAY[14]), array_fill(1.5::real, ARRAY[14]),
                    array_fill(7::real, ARRAY[14]), array_fill(13.5::real, ARRAY[14]), array_fill(6::real, ARRAY[14]), 5, 40,
                    'bench', '', id % 5
                FROM series;
            INSERT INTO store_outlook (version_id, store_id, origin, series_count, mean, p10, p50, p90, naive, pallets,
                    units_without_pallets, sales, sales_year_ago, categories, category_mean, category_last_week, item_ids, item_next_week,
                    item_last_week, backtest_origins, backtest_actual, backtest_predicted, absolute_residual, naive_absolute_residual,
                    absolute_actual)
                SELECT 1, id, '{origin:yyyy-MM-dd}', {items}, f.h, f.h, f.h, f.h, f.h, f.h, 0, f.w, f.h, ARRAY['A'], f.h, ARRAY[1::real],
                    ARRAY[1], ARRAY[1::real], ARRAY[1::real],
                    ARRAY(SELECT '{origin:yyyy-MM-dd}'::date - 7 * o FROM generate_series(8, 1, -1) o), f.b, f.b, f.h, f.h, f.h
                FROM store, (SELECT array_fill(10::real, ARRAY[14]) AS h, array_fill(10::real, ARRAY[35]) AS w,
                    array_fill(10::real, ARRAY[112]) AS b) f;
            INSERT INTO current_forecast (store_id, region_id, version_id, published_at)
                SELECT s.id, 1, 1, v.published_at FROM store s, forecast_version v;
            INSERT INTO load (id, kind, file_name, digest, missing_days, unknown_keys, requested_by, started_at, finished_at, status,
                    bytes_read, rows_read, rows_accepted, rows_duplicate, rows_rejected, values_changed, message)
                OVERRIDING SYSTEM VALUE
                VALUES (1, 'Sales', '', '', 'NotLoaded', 'Reject', 'bench', now(), now(), 'Succeeded', 0, 0, 0, 0, 0, 0, '');
            INSERT INTO sales_change (load_id, store_id, first_day, last_day)
                SELECT 1, id, '{origin:yyyy-MM-dd}', '{lastDay:yyyy-MM-dd}' FROM store;
            ANALYZE series; ANALYZE series_year; ANALYZE store;
            """);
    }

    /// <summary>The scores of the day after the origin, at each of the days up to the last, and at each of the days ahead.</summary>
    private static Task RepeatAsync(ProductInstallation product, DateOnly lastDay, int days) => product.ExecuteAsOwnerAsync($"""
        DO $$ DECLARE named text; BEGIN
            SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) INTO named FROM information_schema.columns
                WHERE table_name = 'accuracy_score' AND column_name NOT IN ('id', 'day', 'ahead');
            CREATE TEMP TABLE one_day AS SELECT * FROM accuracy_score WHERE day = (SELECT min(day) FROM accuracy_score);
            DELETE FROM accuracy_score; DELETE FROM accuracy_day;
            EXECUTE format('INSERT INTO accuracy_score (day, ahead, %s) SELECT d::date, a, %s FROM one_day,
                generate_series(''{lastDay.AddDays(1 - days):yyyy-MM-dd}''::date, ''{lastDay:yyyy-MM-dd}'', interval ''1 day'') d,
                unnest(ARRAY[1, 2, 3, 7]) a ORDER BY d', named, named);
            INSERT INTO accuracy_day (region_id, day, load_id, scored_at) SELECT DISTINCT region_id, day, 1, now() FROM accuracy_score;
        END $$;
        ANALYZE accuracy_score;
        """);

    private static void Print(string what, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: median {milliseconds[milliseconds.Count / 2]:F1} ms, "
                + $"p95 {milliseconds[(int)(0.95 * (milliseconds.Count - 1))]:F1} ms"));
    }
}
