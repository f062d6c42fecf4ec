using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
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
        var region = Assert.Single(await NewReader().ReadAsync(Admin, Stop));

        Assert.Equal((new DateOnly(2027, 1, 2), new DateOnly(2027, 1, 2), 3), (region.Newest!.Value, region.Expected, region.Stores));
        Assert.Equal([new StoreBehind("C", null), new StoreBehind("A", new(2026, 12, 30))], region.Behind);
        Assert.Equal(new DateOnly(2026, 12, 31), region.LateSince);
    }

    [Fact]
    public async Task Planner_IsRefused() =>
        await Assert.ThrowsAsync<AccessDeniedException>(() => NewReader().ReadAsync(Admin with { Role = Role.Planner }, Stop));

    [Theory]
    [InlineData("2026-06-10T02:59:00Z", "2026-06-08")] // 04:59 in Berlin: the morning run has not begun.
    [InlineData("2026-06-10T03:00:00Z", "2026-06-09")]
    [InlineData("2026-06-10T23:00:00Z", "2026-06-09")] // Already 11 June there, one o'clock.
    public void Yesterday_IsExpectedWhenTheMorningRunStarts(string now, string expected) =>
        Assert.Equal(DateOnly.ParseExact(expected, "yyyy-MM-dd"), FreshnessReader.ExpectedDay(Berlin, new FixedTime(now).GetUtcNow()));

    [Fact]
    public void ClosedAndFutureStores_AreNotExpected()
    {
        Store[] stores = [StoreOf(1), StoreOf(2, closed: Expected.AddDays(-1)), StoreOf(3, opened: Expected.AddDays(1))];
        var region = FreshnessReader.Of(Berlin, stores, new Dictionary<int, DateOnly> { [1] = Expected }, Expected);

        Assert.Equal((1, true, null), (region.Stores, region.IsComplete, region.LateSince));
    }

    [Fact]
    public void RegionWithoutStores_IsNotComplete() =>
        Assert.False(FreshnessReader.Of(Berlin, [], new Dictionary<int, DateOnly>(), Expected).IsComplete);

    private static Region Berlin { get; } = new() { Code = "N", Name = "North", TimeZone = "Europe/Berlin" };

    private static Store StoreOf(int id, DateOnly? opened = null, DateOnly? closed = null) =>
        new() { Id = id, Code = $"S{id}", Name = $"Store {id}", OpenedOn = opened, ClosedOn = closed };

    private FreshnessReader NewReader() => new(new Contexts(NewContext), Source, Time);

    private sealed class Contexts(Func<ForeactDb> create) : IDbContextFactory<ForeactDb>
    {
        public ForeactDb CreateDbContext() => create();
    }
}
