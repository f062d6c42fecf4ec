using System.Text;
using Forecast.Domain.Loads;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Domain.Imports;

public class MasterFileTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    private static readonly ImportRequest Stores = Request with { Kind = LoadKind.Stores, UnknownKeys = UnknownKeys.Reject };
    private static readonly ImportRequest Items = Request with { Kind = LoadKind.Items };

    [Fact]
    public async Task Stores_AreCreatedWithAllTheyHave()
    {
        var load = await LoadAsync(
            "type;store;region;name;opened_on;closed_on\nCity;S1;r;Old Town;2020-03-01;\nHyper;S2;R;;;2026-01-31\n", Stores);

        Assert.Equal((LoadStatus.Succeeded, 2L, 2L), (load.Status, load.RowsAccepted, load.ValuesChanged));
        await using var db = NewContext();
        var stores = await db.Stores.OrderBy(s => s.Code).ToListAsync(Stop);
        Assert.Equal(
            [("S1", "Old Town", "City", new DateOnly(2020, 3, 1), null),
                ("S2", "S2", "Hyper", (DateOnly?)null, (DateOnly?)new DateOnly(2026, 1, 31))],
            stores.Select(s => (s.Code, s.Name, s.Type, s.OpenedOn, s.ClosedOn)));
    }

    [Fact]
    public async Task OlderText_AndDayFirstDates_AreReadAsInSalesFiles()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(
            "Filialnummer;region;Filialname;opened_on\nS1;R;Köln;31.05.2020\n");
        var stores = await LoadAsync(bytes, Stores);
        byte[] unicode = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("item\tname\nI1\tKäse\n")];
        var items = await LoadAsync(unicode, Items);

        Assert.Contains("Windows-1252", stores.Message, StringComparison.Ordinal);
        Assert.Equal("Köln 2020-05-31", await ScalarAsync("SELECT concat_ws(' ', name, opened_on) FROM store"));
        Assert.Equal(1, items.RowsAccepted);
        Assert.Equal("Käse", await ScalarAsync("SELECT name FROM item"));
    }

    [Fact]
    public async Task StoresLoadedTwice_ChangeNothing()
    {
        await LoadAsync("store,region,name\nS1,R,Old Town\n", Stores);
        Assert.Equal(0, (await LoadAsync("store,region,name\nS1,R,Old Town\n", Stores)).ValuesChanged);
    }

    [Fact]
    public async Task EmptyFields_KeepWhatIsStored()
    {
        await LoadAsync("store,region,name,type\nS1,R,Old Town,City\n", Stores);
        var load = await LoadAsync("store,name,type\nS1,,Hyper\n", Stores);

        Assert.Equal(1, load.ValuesChanged);
        Assert.Equal("Old Town Hyper", await ScalarAsync("SELECT concat_ws(' ', name, type) FROM store"));
    }

    [Fact]
    public async Task UnknownRegion_IsRejectedWithTheKnownOnes()
    {
        var load = await LoadAsync("store,region\nS1,X\nS2,R\n", Stores);

        var rejected = Assert.Single(await RejectedAsync(load));
        Assert.Equal((2L, "region"), (rejected.Line, rejected.ColumnName));
        Assert.Contains("\"X\" is unknown (there are R)", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM store"));
    }

    [Fact]
    public async Task UnknownRegion_IsCreatedWhereAskedFor_WithItsZoneAndCalendar()
    {
        var load = await LoadAsync(
            "store,region,region_name,time_zone,holiday_calendar\nS1,IT,Italy,Europe/Rome,IT\nS2,IT,,,\nS3,XX,,,\n",
                Stores with { UnknownKeys = UnknownKeys.Create });

        Assert.Equal(3, load.RowsAccepted);
        Assert.Equal("Italy Europe/Rome IT, XX UTC ", await ScalarAsync(
            "SELECT string_agg(name || ' ' || time_zone || ' ' || holiday_calendar, ', ' ORDER BY code) FROM region WHERE code <> 'R'"));
        Assert.Contains("Created region XX in time zone UTC", load.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time_zone", "Mars/Olympus", "no time zone")]
    [InlineData("holiday_calendar", "ZZ", "no holiday calendar")]
    public async Task WrongZoneOrCalendar_IsRejected(string column, string value, string words)
    {
        var load = await LoadAsync($"store,region,{column}\nS1,X,{value}\n", Stores with { UnknownKeys = UnknownKeys.Create });

        var rejected = Assert.Single(await RejectedAsync(load));
        Assert.Equal(column, rejected.ColumnName);
        Assert.Contains(words, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM region"));
    }

    [Fact]
    public async Task StoreWithoutARegion_IsRejectedUnlessOneIsChosen()
    {
        Assert.Equal(1, (await LoadAsync("store\nS1\n", Stores)).RowsRejected);
        Assert.Equal(1, (await LoadAsync("store\nS1\n", Stores with { RegionCode = "R" })).RowsAccepted);
    }

    [Fact]
    public async Task StoreThatClosesBeforeItOpens_IsRejected() =>
        Assert.Equal(1, (await LoadAsync("store,region,opened_on,closed_on\nS1,R,2024-05-01,2024-04-30\n", Stores)).RowsRejected);

    [Fact]
    public async Task Items_AreCreatedWithTheirTransportUnits()
    {
        await LoadAsync("item,name,category,units_per_case,cases_per_pallet\nI1,Milk,Dairy,12,60\nI2,,,,\n", Items);

        Assert.Equal("I1 Milk Dairy 12 60, I2 I2 ", await ScalarAsync(
            "SELECT string_agg(concat_ws(' ', code, name, category, units_per_case, cases_per_pallet), ', ' ORDER BY code) FROM item"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("a dozen")]
    public async Task UnitsPerCaseThatAreNotANumberAboveZero_AreRejected(string units)
    {
        var load = await LoadAsync($"item,units_per_case\nI1,{units}\n", Items);

        Assert.Equal("units_per_case", Assert.Single(await RejectedAsync(load)).ColumnName);
    }

    [Fact]
    public async Task SameItemTwice_CountsOnceOrIsRejected()
    {
        var load = await LoadAsync("item,name\nI1,Milk\nI1,Milk\nI1,Cream\n", Items);

        Assert.Equal((1, 1, 1), (load.RowsAccepted, load.RowsDuplicate, load.RowsRejected));
        Assert.Contains(
            "Line 2 describes the same item differently", Assert.Single(await RejectedAsync(load)).Reason, StringComparison.Ordinal);
        Assert.Equal("Milk", await ScalarAsync("SELECT name FROM item"));
    }

    [Fact]
    public async Task ItemsCreatedBySales_TakeTheirNamesLater()
    {
        await LoadAsync("date,store,item,quantity\n2026-01-01,S,I1,3\n");
        await LoadAsync("item,name,category\nI1,Milk,Dairy\n", Items);

        Assert.Equal("Milk Dairy", await ScalarAsync("SELECT concat_ws(' ', name, category) FROM item"));
    }

    [Fact]
    public async Task HeaderOnly_IsRefused()
    {
        var load = await LoadAsync("item,name\n", Items);

        Assert.Equal(LoadStatus.Failed, load.Status);
        Assert.Contains("a header and no rows", load.Message, StringComparison.Ordinal);
    }
}
