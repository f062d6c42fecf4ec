using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Demo;
using Forecast.Domain.Loads;
using Forecast.Tests.Domain.Imports;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Domain.Demo;

public class DemoRetailerTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    // Noon UTC of 10 June: yesterday is the 9th in Berlin and London and, at 05:00, in Los Angeles too.
    private static readonly DemoRequest Small = new() { Stores = 12, Items = 20, Days = 400, Seed = 7 };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ExecuteAsync("DELETE FROM region"); // The demo wants an empty database.
    }

    [Fact]
    public async Task EmptyDatabase_IsFilledUpToYesterday()
    {
        var result = await RunAsync(Small);

        Assert.Equal(DemoOutcome.Built, result.Outcome);
        Assert.Equal("NORTH Europe/Berlin DE 4, ISLES Europe/London GB 4, WEST America/Los_Angeles US 4", await ScalarAsync(
            "SELECT string_agg(concat_ws(' ', code, time_zone, holiday_calendar, (SELECT count(*) FROM store s WHERE s.region_id = r.id)), "
                + "', ' ORDER BY id) FROM region r"));
        Assert.Equal(240L, await ScalarAsync("SELECT count(*) FROM series"));
        Assert.Equal("2025-05-06 2026-06-09", await ScalarAsync(
            """
            SELECT concat_ws(' ', min(day), max(day)) FROM (SELECT make_date(year, 1, 1) + (n - 1)::int AS day
            FROM series_year, unnest(quantity) WITH ORDINALITY AS q (value, n) WHERE value <> 'NaN') AS sold
            """));
        Assert.Equal(true, await ScalarAsync(
            "SELECT bool_and(value >= 0 AND value = floor(value)) FROM series_year, unnest(quantity) AS value WHERE value <> 'NaN'"));
    }

    [Fact]
    public async Task SameSeed_IsTheSameRetailer()
    {
        await RunAsync(Small);
        string first = await HistoryAsync();
        await EmptyAsync();
        await RunAsync(Small);

        Assert.Equal(first, await HistoryAsync());
    }

    [Fact]
    public async Task OtherSeed_IsAnotherRetailer()
    {
        await RunAsync(Small);
        string first = await HistoryAsync();
        await EmptyAsync();
        await RunAsync(Small with { Seed = 8 });

        Assert.NotEqual(first, await HistoryAsync());
    }

    [Fact]
    public async Task LaterRun_AddsTheMissingDaysAndLeavesTheRest()
    {
        await RunAsync(Small);
        string before = await KnownAsync("2026-06-06"); // Where the late feed ends.
        Time.Advance(TimeSpan.FromDays(3));
        var result = await RunAsync(Small);

        Assert.Equal((DemoOutcome.Extended, 12L * 20 * 3), (result.Outcome, result.StoreItemDays));
        Assert.Equal(before, await KnownAsync("2026-06-06"));
        Assert.Equal("2026-06-10 2026-06-12", await ScalarAsync(
            "SELECT concat_ws(' ', max(first_day), max(last_day)) FROM sales_change WHERE load_id = (SELECT max(id) FROM load)"));
        Assert.False(float.IsNaN(await ValueAsync("N001", "I0001", "2026-06-12")));
        Assert.False(float.IsNaN(await ValueAsync("I002", "I0001", "2026-06-09"))); // The late feed caught up.
    }

    [Fact]
    public async Task DaysAddedOneByOne_AreThoseOfOneGo()
    {
        await RunAsync(Small);
        for (int day = 0; day < 3; day++)
        {
            Time.Advance(TimeSpan.FromDays(1));
            await RunAsync(Small);
        }

        string oneByOne = await HistoryAsync();
        await EmptyAsync();
        Time.Advance(TimeSpan.FromDays(-3));
        await RunAsync(Small);
        Time.Advance(TimeSpan.FromDays(3));
        await RunAsync(Small);

        Assert.Equal(oneByOne, await HistoryAsync());
    }

    [Fact]
    public async Task SecondRunOnTheSameDay_ChangesNothing()
    {
        await RunAsync(Small);
        string before = await HistoryAsync();

        Assert.Equal(DemoOutcome.UpToDate, (await RunAsync(Small)).Outcome);
        Assert.Equal(before, await HistoryAsync());
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM load"));
    }

    [Fact]
    public async Task ForeignDatabase_IsLeftAlone()
    {
        await LoadAsync("date,store,item,quantity\n2026-01-01,S,I,3\n");
        string before = await HistoryAsync();
        var result = await RunAsync(Small);

        Assert.Equal(DemoOutcome.OtherData, result.Outcome);
        Assert.Contains("not the demo retailer's", result.Message, StringComparison.Ordinal);
        Assert.Equal(before, await HistoryAsync());
    }

    [Fact]
    public async Task CorrectionInADemoDatabase_SurvivesTheNextDay()
    {
        await RunAsync(Small);
        await LoadAsync("date,store,item,quantity\n2026-06-01,N001,I0001,777\n");
        Time.Advance(TimeSpan.FromDays(1));
        await RunAsync(Small);

        Assert.Equal(777, await ValueAsync("N001", "I0001", "2026-06-01"));
    }

    [Theory]
    [InlineData(2, 40, 730, "2 stores cannot be built")]
    [InlineData(60, 0, 730, "0 items cannot be built")]
    [InlineData(60, 40, 0, "0 days cannot be built")]
    [InlineData(99_999, 99_999, 7_300, "store-item-days; the most is")]
    public async Task AbsurdSize_IsRefusedWithTheLimits(int stores, int items, int days, string words)
    {
        var result = await RunAsync(new DemoRequest { Stores = stores, Items = items, Days = days });

        Assert.Equal(DemoOutcome.Refused, result.Outcome);
        Assert.Contains(words, result.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM region"));
    }

    [Fact]
    public async Task Users_HaveTheirRolesAndRegions()
    {
        await RunAsync(Small);

        await using var db = NewContext();
        var users = await db.Users.OrderBy(u => u.Subject)
            .Select(u => new
            {
                u.Subject,
                u.Role,
                Regions = string.Join(
                    ' ', db.RegionGrants.Where(g => g.UserId == u.Id).Join(db.Regions, g => g.RegionId, r => r.Id, (g, r) => r.Code)
                    .OrderBy(c => c)),
            })
            .ToListAsync(Stop);
        Assert.Equal(
            [("demo:admin", Role.Admin, ""), ("demo:planner", Role.Planner, "ISLES NORTH"), ("demo:planner-west", Role.Planner, "WEST")],
            users.Select(u => (u.Subject, u.Role, u.Regions)));
    }

    [Fact]
    public async Task Load_SaysWhatWasMade()
    {
        var result = await RunAsync(Small);

        await using var db = NewContext();
        var load = await db.Loads.SingleAsync(Stop);
        Assert.Equal((LoadStatus.Succeeded, "demo", result.StoreItemDays), (load.Status, load.RequestedBy, load.RowsAccepted));
        Assert.Equal((new DateOnly(2025, 5, 6), new DateOnly(2026, 6, 9)), (load.FirstDay, load.LastDay));
        Assert.Equal(new DemoPlan(7, 12, 20, new(2025, 5, 6), new(2026, 6, 9)), DemoPlan.TryParse(load.FileName));
        Assert.Equal(12, await db.SalesChanges.CountAsync(c => c.LoadId == load.Id, Stop));
    }

    [Fact]
    public async Task GermanStores_CloseOnSundaysAndHolidays_ConvenienceStoresDoNot()
    {
        await RunAsync(Small);

        // Christmas Day 2025 and Sunday 7 June 2026.
        Assert.Equal("Convenience 1 1, Hypermarket 0 0, Supermarket 0 0", await ScalarAsync(
            """
            SELECT string_agg(DISTINCT concat_ws(' ', s.type, (SELECT open[359] FROM store_year WHERE store_id = s.id AND year = 2025),
                                                     (SELECT open[158] FROM store_year WHERE store_id = s.id AND year = 2026)), ', ')
            FROM store s JOIN region r ON r.id = s.region_id WHERE r.code = 'NORTH' AND s.type <> 'City'
            """));
        Assert.Equal(0f, await ValueAsync("N001", "I0001", "2026-06-07"));
    }

    [Fact]
    public async Task OneFeedIsLate_OneStoreIsNew_AndItemsComeAndGo()
    {
        await RunAsync(Small);

        Assert.True(float.IsNaN(await ValueAsync("I002", "I0001", "2026-06-07"))); // The fifth store: three days late.
        Assert.False(float.IsNaN(await ValueAsync("I002", "I0001", "2026-06-06")));
        Assert.True(float.IsNaN(await ValueAsync("W004", "I0001", "2026-03-25"))); // The last store: opened 75 days before the end.
        Assert.False(float.IsNaN(await ValueAsync("W004", "I0001", "2026-03-26")));
        Assert.True(float.IsNaN(await ValueAsync("N001", "I0020", "2026-01-01"))); // New.
        Assert.False(float.IsNaN(await ValueAsync("N001", "I0020", "2026-06-09")));
        Assert.False(float.IsNaN(await ValueAsync("N001", "I0014", "2026-01-01"))); // Given up.
        Assert.True(float.IsNaN(await ValueAsync("N001", "I0014", "2026-06-09")));
    }

    [Fact]
    public async Task PromotionsPricesAndOpeningDays_AreKnownAhead()
    {
        await RunAsync(Small);

        Assert.Equal(true, await ScalarAsync(
            """
            SELECT bool_and(promotion[202] IN (0, 1) AND price[202] > 0 AND quantity[202] = 'NaN')
                AND sum(promotion[202] + promotion[195] + promotion[188]) > 0
            FROM series_year y JOIN series s ON s.id = y.series_id JOIN item i ON i.id = s.item_id WHERE year = 2026 AND i.code <> 'I0014'
            """)); // 21 July is the last planned day.
        Assert.Equal(true, await ScalarAsync("SELECT bool_and(open[202] IN (0, 1)) FROM store_year WHERE year = 2026"));
    }

    [Fact]
    public async Task Promotions_LiftSales()
    {
        await RunAsync(Small);

        // The same weekdays of the same series with and without a promotion; slow movers left out, stock-outs too.
        var lift = (double)await ScalarAsync(
            """
            WITH day AS (SELECT y.series_id, (n % 7) AS weekday, q, p
                         FROM series_year y, unnest(y.quantity, y.promotion, y.stocked_out) WITH ORDINALITY AS u (q, p, o, n)
                         WHERE q <> 'NaN' AND q > 0 AND o = 0),
                 pair AS (SELECT series_id, weekday, avg(q) FILTER (WHERE p = 1) AS promoted, avg(q) FILTER (WHERE p = 0) AS usual
                     FROM day GROUP BY 1, 2)
            SELECT sum(promoted) / sum(usual) FROM pair WHERE promoted IS NOT NULL AND usual > 5
            """);
        Assert.InRange(lift, 1.5, 4);
    }

    private async Task<DemoResult> RunAsync(DemoRequest request) =>
        await new DemoRetailer(Source, Time).RunAsync(request, progress: null, Stop);

    private Task EmptyAsync() => ExecuteAsOwnerAsync(
        "TRUNCATE region, store, item, series, series_year, store_year, load, sales_change, rejected_row, app_user, region_grant CASCADE");

    /// <summary>All that is known of sales up to a day, as text.</summary>
    private async Task<string> KnownAsync(string day) => (string)await ScalarAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"""
         SELECT md5(string_agg(concat_ws(' ', t.code, i.code, make_date(y.year, 1, 1) + (n - 1)::int, q, p, c, o), ','
             ORDER BY t.code, i.code, y.year, n))
         FROM series_year y JOIN series s ON s.id = y.series_id JOIN store t ON t.id = s.store_id JOIN item i ON i.id = s.item_id,
              unnest(y.quantity, y.promotion, y.price, y.stocked_out) WITH ORDINALITY AS u (q, p, c, o, n)
         WHERE make_date(y.year, 1, 1) + (n - 1)::int <= DATE '{day}'
         """));
}
