using Forecast.Domain.Catalog;
using Forecast.Domain.Transport;
using Forecast.Training.Transport;

namespace Forecast.Tests.Training.Transport;

public class TransportPlanTests
{
    private static readonly DeliveryRoute Route = new() { Id = 7, Code = "R1", Name = "Round 1", RegionId = 1, Pallets = 12 };

    [Fact]
    public void RoutesAndStores_HaveARowPerDay_AndRoutesAddUp()
    {
        var plan = TransportPlan.Of(1, [Route], [.. Loads().Select(l => (l, (int?)7))]);

        Assert.Equal(4 * 14, plan.Days.Count);
        var stores = plan.Days.Where(d => d.StoreId is not null).ToLookup(d => d.Day);
        Assert.All(plan.Days.Where(d => d.StoreId is null), route =>
        {
            Assert.Equal(stores[route.Day].Sum(s => s.Pallets), route.Pallets, 3);
            Assert.Equal(stores[route.Day].Sum(s => s.WholePallets), route.WholePallets);
            Assert.Equal(stores[route.Day].Sum(s => s.Kg), route.Kg, 1);
            Assert.InRange(route.Odds!.Value, 0, 1);
            Assert.Equal("", route.WhyNot);
        });
        Assert.Equal(LoadWorld.Origin.AddDays(1), plan.Days.Min(d => d.Day));
    }

    [Fact]
    public void StoreWithoutRoute_SaysSo_AndKeepsItsDemand()
    {
        var plan = TransportPlan.Of(1, [Route], [.. Loads().Select(l => (l, (int?)null))]);

        Assert.Equal(3 * 14, plan.Days.Count);
        Assert.All(plan.Days, d => Assert.Equal(
            ("No route supplies this store.", null, null), (d.WhyNot, d.Trucks, d.Odds)));
        Assert.All(plan.Days, d => Assert.True(d.Pallets > 0));
    }

    [Fact]
    public void RouteWithoutVehicle_SaysSo()
    {
        var bare = new DeliveryRoute { Id = 7, Code = "R1", Name = "Round 1" };

        var plan = TransportPlan.Of(1, [bare], [.. Loads().Select(l => (l, (int?)7))]);

        Assert.All(plan.Days, d => Assert.Equal(
            ("It is not known what a vehicle of this route carries.", null), (d.WhyNot, d.Trucks)));
    }

    [Fact]
    public void MuchDemandWithoutSizes_NoTrucks_LittleOfIt_Trucks()
    {
        var much = Loads();
        much[0].UnitsWithoutPallets = much[0].Units / 2;
        var little = Loads();
        little[0].UnitsWithoutPallets = little[0].Units / 100;

        Assert.Contains(
            TransportPlan.Of(1, [Route], [.. much.Select(l => (l, (int?)7))]).Days,
            d => d is { StoreId: null, Trucks: null, WhyNot: "17 % of the units are of items without cases per pallet." });
        Assert.DoesNotContain(TransportPlan.Of(1, [Route], [.. little.Select(l => (l, (int?)7))]).Days, d => d.Trucks is null);
    }

    [Fact]
    public void StoreWhoseForecastIsOlder_CountsOnTheDaysThatItCovers()
    {
        var loads = Loads();
        loads[1].Origin = LoadWorld.Origin.AddDays(-4);

        var plan = TransportPlan.Of(1, [Route], [.. loads.Select(l => (l, (int?)7))]);

        Assert.Equal(10, plan.Days.Count(d => d.StoreId == loads[1].StoreId));
        Assert.Equal(14, plan.Days.Count(d => d.StoreId == loads[0].StoreId));
        Assert.Equal(10, plan.Days.Count(d => d.StoreId is null));
        Assert.Equal(loads[1].Pallets[4], plan.Days.First(d => d.StoreId == loads[1].StoreId).Pallets);
    }

    [Fact]
    public void FewPastForecasts_TrucksButNoOdds()
    {
        var plan = TransportPlan.Of(
            1, [Route], [.. new LoadWorld(3, 4, 0.3, 0.2, windows: 2).Loads(new Random(1)).Select(l => (l, (int?)7))]);

        Assert.All(plan.Days, d => Assert.Equal("Odds take 4 past forecasts to learn from; there are 2.", d.WhyNot));
        Assert.All(plan.Days, d => Assert.True(d is { Trucks: > 0, Odds: null }));
    }

    [Fact]
    public void NothingForecast_NothingPlanned() => Assert.Empty(TransportPlan.Of(1, [Route], []).Days);

    private static IReadOnlyList<StoreLoad> Loads() => new LoadWorld(3, 4, 0.3, 0.2).Loads(new Random(1));
}
