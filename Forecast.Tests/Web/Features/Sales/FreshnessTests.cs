using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Sales;
using Forecast.Tests.Domain.Imports;
using Forecast.Tests.Support;
using Forecast.Web.Features.Sales.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Sales;

public class FreshnessTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    private static readonly Viewer Admin = new(1, "Ada", Role.Admin, new HashSet<int> { 1 });
    private static readonly DateOnly Expected = new(2026, 6, 9);

    [Fact]
    public async Task NewestDay_IsReadPerStore_AcrossTheTurnOfTheYear()
    {
        Time.Advance(new DateTimeOffset(2027, 1, 3, 12, 0, 0, TimeSpan.Zero) - Time.GetUtcNow());
        await LoadAsync("date,store,item,quantity,promotion\n2026-12-30,A,I,3,\n2027-01-02,B,I,0,\n2027-01-09,B,I,,1\n2026-10-01,C,I,5,\n");
        var sales = Assert.Single(await NewReader().ReadAsync(Admin, Stop)).Sales;

        Assert.Equal((new DateOnly(2027, 1, 2), new DateOnly(2027, 1, 2), 3), (sales.Newest!.Value, sales.Due, sales.Stores.Count));
        Assert.Equal(("A", new DateOnly(2026, 12, 30)), Assert.Single(sales.Behind.Select(s => (s.Code, s.LoadedUntil!.Value))));
        Assert.Equal(new DateOnly(2026, 12, 31), sales.MissingSince);
        Assert.Equal("C", Assert.Single(sales.Ended).Code); // Three months without a day, while B went on.
    }

    [Fact]
    public async Task DaysThatOneLoadAfterTheOtherBrings_AddUp()
    {
        Time.Advance(new DateTimeOffset(2026, 6, 10, 12, 0, 0, TimeSpan.Zero) - Time.GetUtcNow());
        await LoadAsync(Daily(new(2026, 4, 1), new(2026, 6, 6), except: DayOfWeek.Sunday)); // Ends on a Saturday.
        await LoadAsync("date,store,item,quantity\n2026-06-08,A,I,3\n");
        await LoadAsync("date,store,item,quantity\n2026-03-31,A,I,3\n");

        await using var db = NewContext();
        var stored = await db.StoreSales.SingleAsync(Stop);
        Assert.Equal((new DateOnly(2026, 3, 31), new DateOnly(2026, 6, 8)), (stored.LoadedFrom, stored.LoadedUntil));
        Assert.Equal(
            [null, new(2026, 6, 8), new(2026, 6, 2), new(2026, 6, 3), new(2026, 6, 4), new(2026, 6, 5), new(2026, 6, 6)],
            stored.LastSales);
    }

    [Fact]
    public async Task StoreThatNeverSellsOnSundays_IsCompleteOnMonday_AndCountsNoSundaysAsMissing()
    {
        await LoadAsync(Daily(new(2026, 4, 1), new(2026, 6, 6), except: DayOfWeek.Sunday));

        Assert.True((await OnAsync("2026-06-08T06:00:00Z")).IsComplete);
        var later = await OnAsync("2026-06-10T06:00:00Z"); // Monday and Tuesday are missing.
        Assert.Equal((new DateOnly(2026, 6, 8), 2), (later.MissingSince!.Value, Assert.Single(later.Behind).MissingDays));
    }

    [Fact]
    public async Task StoreOfAFewDays_IsExpectedEveryDay()
    {
        await LoadAsync(Daily(new(2026, 6, 1), new(2026, 6, 5), except: DayOfWeek.Sunday));

        Assert.Equal(new DateOnly(2026, 6, 6), (await OnAsync("2026-06-08T06:00:00Z")).MissingSince);
    }

    [Fact]
    public async Task ClosedDays_AreNotMissing()
    {
        await LoadAsync(Daily(new(2026, 4, 1), new(2026, 6, 6), except: null));
        await LoadAsync("date,store,item,quantity,open\n2026-06-07,A,I,,0\n2026-06-08,A,I,,0\n");

        Assert.True((await OnAsync("2026-06-09T06:00:00Z")).IsComplete);
    }

    [Fact]
    public async Task HolidaysWithoutSales_AreNamedAsMissing_ButMakeNothingOutOfDate()
    {
        await ExecuteAsync("UPDATE region SET holiday_calendar = 'DE'");
        Time.Advance(new DateTimeOffset(2026, 12, 28, 8, 0, 0, TimeSpan.Zero) - Time.GetUtcNow());
        await LoadAsync(Daily(new(2026, 11, 1), new(2026, 12, 24), except: DayOfWeek.Sunday));

        var sales = await OnAsync("2026-12-28T08:00:00Z"); // Friday and Saturday were Christmas, Sunday is a Sunday.
        Assert.Equal((false, new DateOnly(2026, 12, 25)), (sales.IsOutOfDate, sales.MissingSince!.Value));
        Assert.True((await OnAsync("2026-12-30T08:00:00Z")).IsOutOfDate); // Monday and Tuesday are missing as well.
    }

    [Fact]
    public async Task FeedThatStoppedAYearAgo_IsOutOfDate_SinceThen()
    {
        await LoadAsync(Daily(new(2025, 4, 1), new(2025, 6, 6), except: null));

        var sales = await OnAsync("2026-06-09T06:00:00Z");
        Assert.Equal((true, new DateOnly(2025, 6, 7)), (sales.IsOutOfDate, sales.MissingSince!.Value));
        Assert.Empty(sales.Ended); // Nothing went on that it could have fallen out of.
    }

    [Fact]
    public async Task Planner_IsRefused() =>
        await Assert.ThrowsAsync<AccessDeniedException>(() => NewReader().ReadAsync(Admin with { Role = Role.Planner }, Stop));

    [Theory]
    [InlineData("2026-06-10T02:59:00Z", "2026-06-08")] // 04:59 in Berlin: the morning run has not begun.
    [InlineData("2026-06-10T03:00:00Z", "2026-06-09")]
    [InlineData("2026-06-10T23:00:00Z", "2026-06-09")] // Already 11 June there, one o'clock.
    public void Yesterday_IsExpectedWhenTheMorningRunStarts(string now, string expected) =>
        Assert.Equal(DateOnly.ParseExact(expected, "yyyy-MM-dd"), SalesFreshness.DueDay(Berlin, new FixedTime(now).GetUtcNow()));

    [Fact]
    public void ClosedAndFutureStores_AreNotExpected()
    {
        Store[] stores = [StoreOf(1), StoreOf(2, closed: Expected.AddDays(-1)), StoreOf(3, opened: Expected.AddDays(1))];
        var sales = Of(stores, Boards.Selling(1, Expected.AddYears(-1), Expected));

        Assert.Equal((1, true, null), (sales.Stores.Count, sales.IsComplete, sales.MissingSince));
    }

    [Fact]
    public void RegionWithoutStores_IsNotComplete() => Assert.False(Of([]).IsComplete);

    [Fact]
    public void StoreWithoutAnySales_IsBehind_ButMakesNothingOutOfDateAlone()
    {
        var sales = Of([StoreOf(1), StoreOf(2)], Boards.Selling(1, Expected.AddYears(-1), Expected));

        Assert.Equal((false, false), (sales.IsComplete, sales.IsOutOfDate));
        Assert.Equal("S2", Assert.Single(sales.Behind).Code);
    }

    private static SalesFreshness Of(Store[] stores, params StoreSales[] loaded) =>
        new RegionSales(Berlin, stores, loaded.ToDictionary(s => s.StoreId), new Dictionary<(int, int), float[]>())
            .At(new DateTimeOffset(Expected.AddDays(1).ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero));

    private static string Daily(DateOnly from, DateOnly to, DayOfWeek? except) => "date,store,item,quantity\n" + string.Concat(
        Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Where(day => day.DayOfWeek != except)
            .Select(day => $"{day:yyyy-MM-dd},A,I,{2 + day.Day % 3}\n"));

    private async Task<SalesFreshness> OnAsync(string now) =>
        Assert.Single(await new FreshnessReader(Viewers, new FixedTime(now)).ReadAsync(Admin, Stop)).Sales;

    private static Region Berlin { get; } = new() { Code = "N", Name = "North", TimeZone = "Europe/Berlin" };

    private static Store StoreOf(int id, DateOnly? opened = null, DateOnly? closed = null) =>
        new() { Id = id, Code = $"S{id}", Name = $"Store {id}", OpenedOn = opened, ClosedOn = closed };

    private FreshnessReader NewReader() => new(Viewers, Time);
}
