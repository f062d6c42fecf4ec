using System.Diagnostics;
using System.Globalization;
using System.Text;
using Forecast.Domain.Access;
using Forecast.Domain.Demo;
using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Training.Explanations;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Scheduling;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Bench;

/// <summary>
/// The product's own figures, measured end to end on real servers: <c>Forecast.Bench product [--quick] [--only demo|large|import]</c> with
/// ConnectionStrings__Forecast and Blobs__ConnectionString set. Makes databases of its own and drops them. Prints a table for
/// docs/performance.md.
/// </summary>
internal static class ProductFigures
{
    private static readonly List<(string What, string Target, string Measured)> Rows = [];

    public static async Task<int> RunAsync(string[] args)
    {
        var server = Environment.GetEnvironmentVariable("ConnectionStrings__Forecast");
        if (server is null || Environment.GetEnvironmentVariable("Blobs__ConnectionString") is null)
        {
            await Console.Error.WriteLineAsync("Set ConnectionStrings__Forecast and Blobs__ConnectionString.");
            return 2;
        }

        bool quick = args.Contains("--quick", StringComparer.Ordinal);
        int only = Array.IndexOf(args, "--only");
        bool wanted(string part) => only < 0 || args.ElementAtOrDefault(only + 1) == part;
        if (wanted("demo"))
            await MeasureDemoRetailerAsync(server);
        if (wanted("large"))
            await MeasureLargeRetailerAsync(
                server, quick ? new DemoRequest { Stores = 60, Items = 100 } : new DemoRequest { Stores = 300, Items = 100 });
        if (wanted("import"))
            await MeasureImportAsync(server, quick ? 200_000 : 2_000_000);
        Print();
        return 0;
    }

    private static async Task MeasureDemoRetailerAsync(string server)
    {
        await using var product = await ProductInstallation.StartAsync(server, new DemoRequest());
        var admin = await product.AdminAsync();
        var regions = admin.RegionIds.ToArray();
        var retrain = await TimeAsync(() => product.PublishedAsync(regions, () => RetrainAsync(product, admin, regions)));
        Add("first forecast, demo retailer (2,400 series × 730 days)", "", Seconds(retrain));
        await AddOpinionsAsync(product, retrain);

        var reader = product.Get<BoardReader>();
        var codes = await CodesAsync(product, admin);
        var refreshes = new List<double>();
        for (int i = 0; i < 12; i++)
        {
            refreshes.Add(await TimeAsync(async () =>
            {
                await product.PublishedAsync(
                    [regions[0]], async () => [
                    await product.Get<RunRequests>().RefreshAsync(admin, regions[0], null, "measured", default)]);
                BoardView.From((await reader.ReadAsync(admin, codes[0], default))!, new BoardSelection([], 7, BoardRank.Demand));
            }));
        }

        Add("refresh requested → board read again, 20 stores × 40 items: first after start", "2 s", Seconds(refreshes[0]));
        Add("the same, median and slowest of 11 more", "2 s",
            $"{Seconds(Percentile(refreshes[1..], 0.5))}, {Seconds(refreshes[1..].Max())}");

        var query = new ExplanationQuery(regions[0], await product.ListAsync($"SELECT id FROM store WHERE region_id = {regions[0]}"));
        var explainer = product.Get<ForecastExplainer>();
        var asked = await ProcessorTimeAsync(() => explainer.ExplainAsync(admin, query, default));
        var again = await ProcessorTimeAsync(() => explainer.ExplainAsync(admin, query, default));
        Add("why this forecast, 20 stores × 40 items: seconds of processors first, then asked again", "1 s",
            $"{Seconds(asked)}, {Seconds(again)}");

        var mornings = product.Get<MorningRuns>();
        var morning = await TimeAsync(() => product.PublishedAsync(regions, async () =>
        {
            var tickets = await Task.WhenAll(regions.Select(r => mornings.StartDueAsync(r, "measured", default)));
            return [.. tickets.Select(t => t!)];
        }));
        Add("morning run, demo retailer (2,400 series × 730 days), plan to publish", "5 s", Seconds(morning));
    }

    private static async Task MeasureLargeRetailerAsync(string server, DemoRequest request)
    {
        await using var product = await ProductInstallation.StartAsync(server, request);
        var admin = await product.AdminAsync();
        var regions = admin.RegionIds.ToArray();
        var series = (request.Stores * request.Items).ToString("N0", CultureInfo.InvariantCulture);
        var retrain = await TimeAsync(() => product.PublishedAsync(regions, () => RetrainAsync(product, admin, regions)));
        Add($"full retrain, {series} series × 730 days, plan to publish, while serving (one core left free)", "60 s", Seconds(retrain));
        await AddOpinionsAsync(product, retrain);
        using var process = Process.GetCurrentProcess();
        Add("memory of the process after it: now, peak", "1 GB",
            $"{Megabytes(process.WorkingSet64)}, {Megabytes(process.PeakWorkingSet64)}");
        var refresh = await TimeAsync(() => product.PublishedAsync(
            [regions[0]], async () => [await product.Get<RunRequests>().RefreshAsync(admin, regions[0], null, "measured", default)]));
        Add($"refresh of one region of it, {request.Stores / 3} stores × {request.Items} items", "", Seconds(refresh));
        await MeasureBoardAsync(product, admin, request.Stores);
    }

    /// <summary>Second opinions come after a retrain is on show; what follows is measured when they are there.</summary>
    private static async Task AddOpinionsAsync(ProductInstallation product, double retrain)
    {
        IReadOnlyList<double> each = [];
        var after = await TimeAsync(async () => each = await product.OpinionsAsync());
        Add("second opinions on it: request to the last of them, then seconds of each", "a quarter more", each.Count == 0
            ? "switched off"
            : $"{Seconds(retrain + after)}; {string.Join(", ", each.Select(Seconds))}");
    }

    /// <summary>All stores in one region, and every store known twice: the forecast on show and the one before.</summary>
    private static async Task MeasureBoardAsync(ProductInstallation product, Viewer admin, int stores)
    {
        await product.ExecuteAsync("UPDATE store SET region_id = 1; UPDATE current_forecast SET region_id = 1");
        var code = (await CodesAsync(product, admin))[0];
        using var browser = await product.SignInAsync();
        var first = await TimeAsync(() => PageAsync(browser, Forecast.Web.Shared.Urls.Board(code, [])));
        var pages = new List<double>();
        for (int i = 0; i < 40; i++)
            pages.Add(await TimeAsync(() => PageAsync(browser, Forecast.Web.Shared.Urls.Board(code, []))));
        Add($"board page, {stores} stores: first ever, then p95 of 40 full renders over HTTP", "150 ms",
            $"{Milliseconds(first)}, {Milliseconds(Percentile(pages, 0.95))}");

        var reader = product.Get<BoardReader>();
        var board = (await reader.ReadAsync(admin, code, default))!;
        var reads = new List<double>();
        var filters = new List<double>();
        for (int i = 0; i < 40; i++)
        {
            reads.Add(await TimeAsync(() => reader.ReadAsync(admin, code, default)));
            var chosen = board.Stores.Where((_, at) => at % (2 + i % 7) == 0).Select(s => s.Code).ToList();
            filters.Add(await TimeAsync(() => Task.FromResult(BoardView.From(board, new BoardSelection(chosen, 7, BoardRank.Demand)))));
        }

        Add($"board read, {stores} stores, outlooks cached, p95 of 40", "150 ms", Milliseconds(Percentile(reads, 0.95)));
        Add($"store-filter change, {stores} stores, figures worked out, p95 of 40", "150 ms", Milliseconds(Percentile(filters, 0.95)));
    }

    private static async Task MeasureImportAsync(string server, int rows)
    {
        await using var product = await ProductInstallation.StartAsync(server, null);
        var csv = Csv(rows);
        var import = product.Get<FileImport>();
        Load? load = null;
        var taken = await TimeAsync(async () => load = await import.RunAsync(
            new MemoryStream(csv),
            new ImportRequest
            {
                FileName = "bench.csv",
                RequestedBy = "bench",
                UnknownKeys = UnknownKeys.Create,
                RegionCode = "BENCH",
                TimeZone = "Europe/Berlin"
            },
            null, default));
        if (load!.RowsAccepted != rows)
            throw new InvalidOperationException($"{load.RowsAccepted} of {rows} rows were accepted: {load.Message}");
        Add($"import, CSV to queryable, {rows.ToString("N0", CultureInfo.InvariantCulture)} rows", "500,000 rows/s",
            $"{(rows / taken).ToString("N0", CultureInfo.InvariantCulture)} rows/s");
    }

    /// <summary>500 days of as many series as it takes.</summary>
    private static byte[] Csv(int rows)
    {
        var text = new StringBuilder(rows * 30).AppendLine("date,store,item,quantity,price,promotion");
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-2);
        for (int row = 0; row < rows; row++)
        {
            int series = row / 500;
            var day = yesterday.AddDays(-(row % 500));
            text.Append(
                CultureInfo.InvariantCulture,
                $"{day:yyyy-MM-dd},S{series / 40},I{series % 40},{row % 23},{1 + row % 7}.99,{row % 11 / 10}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<IReadOnlyCollection<RunTicket>> RetrainAsync(ProductInstallation product, Viewer admin, int[] regions) =>
        await Task.WhenAll(regions.Select(region => product.Get<RunRequests>().RetrainAsync(admin, region, "measured", default)));

    private static async Task<List<string>> CodesAsync(ProductInstallation product, Viewer admin)
    {
        var codes = new List<string>();
        foreach (var run in (await product.Get<BoardReader>().ReadAsync(admin, null, default))!.Regions.OrderBy(r => r.Id))
            codes.Add(run.Code);
        return codes;
    }

    private static async Task PageAsync(HttpClient browser, string address)
    {
        using var page = await browser.GetAsync(new Uri(address, UriKind.Relative));
        page.EnsureSuccessStatusCode();
        await page.Content.ReadAsByteArrayAsync();
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> ProcessorTimeAsync(Func<Task> action)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await action();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static double Percentile(List<double> values, double level) =>
        values.Order().ElementAt((int)Math.Ceiling(level * values.Count) - 1);

    private static void Add(string what, string target, string measured)
    {
        Rows.Add((what, target, measured));
        Console.Error.WriteLine($"{what}: {measured}");
    }

    private static void Print()
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}");
        Console.WriteLine();
        Console.WriteLine("| what | target | measured |");
        Console.WriteLine("|---|---|---|");
        foreach (var (what, target, measured) in Rows)
            Console.WriteLine($"| {what} | {target} | {measured} |");
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s");

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{1000 * seconds:F0} ms");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000} MB");
}
