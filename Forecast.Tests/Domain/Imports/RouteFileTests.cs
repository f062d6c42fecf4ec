using Forecast.Domain.Loads;
using Forecast.Tests.Support;

namespace Forecast.Tests.Domain.Imports;

public class RouteFileTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    private static readonly ImportRequest Stores = Request with { Kind = LoadKind.Stores, UnknownKeys = UnknownKeys.Reject };
    private static readonly ImportRequest Routes = Request with { Kind = LoadKind.Routes };

    [Fact]
    public async Task Routes_AreCreatedWithWhatTheirVehiclesCarry_AndEmptyFieldsKeepWhatIsStored()
    {
        var load = await LoadAsync(
            "route,region,name,vehicle,pallets,cubic_metres,kg\nR1,r,Round 1,12 t truck,15,40,5500.5\nR2,R,,,,,\n", Routes);
        await LoadAsync("route,pallets\nR1,16\n", Routes);

        Assert.Equal((LoadStatus.Succeeded, 2L, 2L), (load.Status, load.RowsAccepted, load.ValuesChanged));
        Assert.Equal("R1 Round 1 12 t truck 16 40 5500.5, R2 R2 ", await ScalarAsync(
            "SELECT string_agg(concat_ws(' ', code, name, vehicle, pallets, cubic_metres, kg), ', ' ORDER BY code) FROM delivery_route"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("NaN")]
    [InlineData("many")]
    public async Task CapacityThatIsNotANumberAboveZero_IsRejected(string pallets)
    {
        var load = await LoadAsync($"route,region,pallets\nR1,R,{pallets}\n", Routes);

        var rejected = Assert.Single(await RejectedAsync(load));
        Assert.Equal("pallets", rejected.ColumnName);
        Assert.StartsWith("What one vehicle carries (pallets) is not a number above zero.", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownRegion_IsRejected()
    {
        var load = await LoadAsync("route,region\nR1,NOWHERE\n", Routes);

        Assert.StartsWith("The region \"NOWHERE\" is unknown", Assert.Single(await RejectedAsync(load)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreFile_SaysWhichRouteSuppliesAStore()
    {
        await LoadAsync("route,region\nR1,R\n", Routes);
        await LoadAsync("store,region,route\nS1,R,R1\n", Stores);
        var load = await LoadAsync("store,name\nS1,Old Town\n", Stores); // Keeps the route.

        Assert.Equal(1, load.ValuesChanged);
        Assert.Equal("R1", await ScalarAsync("SELECT d.code FROM store s JOIN delivery_route d ON d.id = s.route_id WHERE s.code = 'S1'"));
        Assert.Equal("true", (await ScalarAsync("SELECT bool_and(is_due)::text FROM region_transport"))?.ToString());
    }

    [Fact]
    public async Task UnknownRouteOfAStore_IsRejected_OrCreated()
    {
        var rejected = await LoadAsync("store,region,route\nS1,R,R9\n", Stores);
        var created = await LoadAsync("store,region,route\nS1,R,R9\n", Stores with { UnknownKeys = UnknownKeys.Create });

        Assert.StartsWith("The route \"R9\" is unknown.", Assert.Single(await RejectedAsync(rejected)).Reason, StringComparison.Ordinal);
        Assert.Contains("1 route created", created.Message, StringComparison.Ordinal);
        Assert.Equal("R9", await ScalarAsync("SELECT d.code FROM store s JOIN delivery_route d ON d.id = s.route_id WHERE s.code = 'S1'"));
    }

    [Fact]
    public async Task WeightAndVolumeOfItems_AreTaken_AndNoughtIsRejected()
    {
        var items = Request with { Kind = LoadKind.Items };
        await LoadAsync("item,units_per_case,kg_per_case,cubic_metres_per_case\nI1,12,9.6,0.024\n", items);
        var load = await LoadAsync("item,kg_per_case\nI2,0\n", items);

        Assert.Equal("9.6 0.024", await ScalarAsync(
            "SELECT concat_ws(' ', kg_per_case, cubic_metres_per_case) FROM item WHERE code = 'I1'"));
        Assert.Equal("kg_per_case", Assert.Single(await RejectedAsync(load)).ColumnName);
    }
}
