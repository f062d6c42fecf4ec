using System.Globalization;
using Forecast.Tests.Reference;
using Forecast.Tests.Support;
using Forecast.Web.Shared;
using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>Those of <c>Reference/Cases</c> that show on the board, each in a region of its own, on the day after their sales.</summary>
public class CaseBoardTests(CaseBoardTests.Installed product, Chromium chromium) : IClassFixture<CaseBoardTests.Installed>
{
    [Fact]
    public async Task StoreThatGotANewNumber_CountsOnce()
    {
        var rows = await RowsAsync("REN");

        // 19 to 25 November of NEW17 and STEADY; OLD17 ended on 31 October.
        Assert.Equal(2_116, rows.Sum(row => Number(row["last_7_days"])));
        Assert.InRange(rows.Sum(row => Number(row["units"])), 2_150 * 0.9, 2_150 * 1.1);
        Assert.DoesNotContain("OLD17", rows.Select(row => row["store"])); // It may have ended, and stands apart.
    }

    [Fact]
    public async Task FeedThatStoppedAYearAgo_IsOutOfDate_WithTheYear()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, product.Address);
        await desktop.SignInAsync("Ada", "/region/OLD");
        var state = desktop.Page.GetByLabel("State of the forecast");

        await Expect(state).ToContainTextAsync("Out of date since Wed 22 Oct 2025");
        await Expect(state).ToContainTextAsync("The newest sales loaded are of Tue 21 Oct 2025, 400 days short");
        await Expect(state.GetByRole(AriaRole.Definition).First).ToHaveTextAsync("Tue 21 Oct 2025");
        await desktop.Page.GotoAsync("/data");
        await Expect(desktop.Page.GetByRole(AriaRole.Row, new() { Name = "OLD Out of date since Wed 22 Oct 2025" })).ToBeVisibleAsync();
        Assert.Empty(desktop.Complaints);
    }

    [Fact]
    public async Task StoreWithACommaInItsCode_IsChosenAlone()
    {
        await using var desktop = await Desktop.OpenAsync(chromium, product.Address);
        await desktop.SignInAsync("Ada", "/region/COM");
        var rows = desktop.Page.GetByRole(AriaRole.Grid).Locator("tbody tr[data-row]");
        await Expect(rows).ToHaveCountAsync(3);

        await rows.Filter(new() { Has = desktop.Page.GetByRole(AriaRole.Link, new() { Name = "0,1", Exact = true }) })
            .GetByText("Only", new() { Exact = true }).ClickAsync();

        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("0,1");
        await desktop.Page.ReloadAsync();
        await Expect(rows).ToHaveCountAsync(1);
        Assert.Empty(desktop.Complaints);
        Assert.Equal(["0,1"], (await RowsAsync("COM", "0,1")).Select(row => row["store"]));
        Assert.Equal(["a&b #3"], (await RowsAsync("COM", "a&b #3")).Select(row => row["store"]));
    }

    [Fact]
    public async Task WeekdayWithoutAnyRow_IsAClosedDay()
    {
        var row = Assert.Single(await RowsAsync("SUN"));

        Assert.Equal(0, Number(row["2026-11-29"])); // A Sunday.
        Assert.InRange(Number(row["units"]), 1_090 * 0.93, 1_090 * 1.07);
    }

    private static double Number(string text) => text.Length == 0 ? 0 : double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Rows of the board as a spreadsheet gets them, by column.</summary>
    private async Task<List<Dictionary<string, string>>> RowsAsync(string region, params string[] stores)
    {
        using var visitor = await product.SignInAsync();
        using var reader = new StringReader((await visitor.ReadAsync(Urls.BoardCsv(region, stores))).TrimStart('\uFEFF'));
        var lines = reader.ReadToEnd().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(Fields).ToList();
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))];
    }

    private static string[] Fields(string line)
    {
        using var csv = CsvHelper.CsvReader.FromText(line, new CsvHelper.CsvReaderOptions { HasHeader = false });
        csv.Read();
        return [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
    }

    public sealed class Installed(EmbeddedServers servers) : Installation(servers)
    {
        private static readonly DateTimeOffset DayAfter = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

        public Uri Address { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                [ClockSetting] = Clocks.Until(DayAfter).ToString("c", CultureInfo.InvariantCulture),
            };
            var folder = Directory.CreateTempSubdirectory("cases-");
            try
            {
                await LoadAsync(folder.FullName, "store_renumbered", "REN");
                await LoadAsync(folder.FullName, "feed_stopped_13_months_ago", "OLD");
                await LoadAsync(folder.FullName, "comma_in_store_code", "COM");
                await LoadAsync(folder.FullName, "sunday_never_in_file", "SUN");
            }
            finally
            {
                folder.Delete(recursive: true);
            }

            await using (var source = NpgsqlDataSource.Create(ConnectionString))
            {
                await using var command = source.CreateCommand(
                    "INSERT INTO app_user (subject, name, email, role) VALUES ('test:ada', 'Ada', '', 'Admin')");
                await command.ExecuteNonQueryAsync();
            }

            await RunAsync("train");
            Address = (await StartAsync("web")).Address;
        }

        internal async Task<Visitor> SignInAsync()
        {
            var visitor = new Visitor(Address);
            (await visitor.SignInAsync(new Forecast.Domain.Access.User { Id = 1, Subject = "test:ada", Name = "Ada" })).Dispose();
            return visitor;
        }

        private async Task LoadAsync(string folder, string name, string region)
        {
            string path = Path.Combine(folder, name + ".csv");
            await File.WriteAllBytesAsync(path, Case.Bytes(name));
            await RunAsync("import", path, "--unknown", "create", "--region", region, "--time-zone", "Europe/Berlin");
        }
    }
}
