using System.Diagnostics;
using System.Globalization;
using Forecast.Domain.Demo;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Worklists;

namespace Forecast.Bench;

/// <summary>
/// What worklists cost: <c>Forecast.Bench worklist [--quick]</c>, with the settings of <c>product</c>. Making them again beside the runs
/// they follow, as a ratio, and the page, once as it is and once with a hundred thousand lines.
/// </summary>
internal static class WorklistFigures
{
    private const int Turns = 3, Pages = 40;

    public static async Task<int> RunAsync(string[] args)
    {
        var server = Environment.GetEnvironmentVariable("ConnectionStrings__Forecast")!;
        bool quick = args.Contains("--quick", StringComparer.Ordinal);
        await using var product = await ProductInstallation.StartAsync(server, new DemoRequest { Stores = quick ? 60 : 300, Items = 100 });
        var admin = await product.AdminAsync();
        var regions = admin.RegionIds.ToArray();
        var requests = product.Get<RunRequests>();
        await MeasureAsync(product, regions, "retrain", async () => await Task.WhenAll(
            regions.Select(region => requests.RetrainAsync(admin, region, "measured", default))));
        for (int turn = 0; turn < Turns; turn++)
        {
            await MeasureAsync(product, regions, "refresh", async () => await Task.WhenAll(
                regions.Select(region => requests.RefreshAsync(admin, region, null, "measured", default))));
        }

        await MeasurePageAsync(product, "lines as they were found");
        await product.ExecuteAsync($"""
            INSERT INTO worklist_entry (region_id, kind, level, subject, cause, title, reason, strength, severity, units, rank, members,
                first_run_id, first_seen_at, last_run_id, last_seen_at, status, assigned_name, settled_by, back_because, first_day,
                last_day, forecast, reference, noise)
            SELECT {regions[0]}, 'WideBand', 'Series', 'measured ' || i, 'wide', 'Line ' || i, repeat('Because. ', 20), 1, 'Low', i, i, 1,
                1, now(), 1, now(), 'Open', '', '', '', current_date, current_date, 1, 1, 1 FROM generate_series(1, 100000) i
            """);
        await MeasurePageAsync(product, "with 100,000 lines more");
        return 0;
    }

    /// <summary>A run of all regions, then their lists made once more with nothing else going on.</summary>
    private static async Task MeasureAsync(
        ProductInstallation product, int[] regions, string what, Func<Task<IReadOnlyCollection<RunTicket>>> request)
    {
        IReadOnlyCollection<RunTicket> tickets = [];
        double run = await TimeAsync(() => product.PublishedAsync(regions, async () => tickets = await request()));
        while ((await product.ListAsync("SELECT count(*)::int FROM region_worklist w WHERE w.run_id IS NOT NULL"))[0] < regions.Length)
            await Task.Delay(50);
        var maker = product.Get<WorklistMaker>();
        double list = await TimeAsync(async () =>
        {
            foreach (var ticket in tickets)
                await maker.MakeAsync(ticket.RunId, default);
        });
        int lines = (await product.ListAsync("SELECT count(*)::int FROM worklist_entry WHERE gone_at IS NULL"))[0];
        Print($"{what}: run {run:F2} s, its {lines} lines again {list:F2} s, {100 * list / run:F1} %");
    }

    private static async Task MeasurePageAsync(ProductInstallation product, string what)
    {
        using var browser = await product.SignInAsync();
        var pages = new List<double>();
        for (int i = 0; i <= Pages; i++)
        {
            pages.Add(await TimeAsync(async () =>
            {
                using var page = await browser.GetAsync(new Uri(Forecast.Web.Shared.Urls.Worklist(), UriKind.Relative));
                page.EnsureSuccessStatusCode();
                await page.Content.ReadAsByteArrayAsync();
            }));
        }

        var after = pages[1..].Order().ToList();
        double median = after[Pages / 2], p95 = after[(int)(0.95 * Pages) - 1];
        Print($"page, {what}: first {1000 * pages[0]:F0} ms, median {1000 * median:F0} ms, p95 {1000 * p95:F0} ms");
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
