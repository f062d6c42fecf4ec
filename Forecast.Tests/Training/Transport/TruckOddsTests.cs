using Forecast.Domain.Transport;
using Forecast.Training.Transport;

namespace Forecast.Tests.Training.Transport;

public class TruckOddsTests
{
    private static readonly DateOnly First = LoadWorld.Origin.AddDays(1);

    /// <summary>
    /// Regions of routes of known stores, each route seen through eight past forecasts only: the odds that are told of a day are held
    /// against what then happens on it. However alike the stores err, they come true within two points.
    /// </summary>
    [Theory]
    [InlineData(5, 4.0, 0.0)]
    [InlineData(5, 4.0, 0.5)]
    [InlineData(12, 2.0, 0.3)]
    [InlineData(1, 25.0, 0.0)]
    public void Odds_ComeTrueWithinTwoPoints(int stores, double pallets, double alike)
    {
        const int Regions = 20, Routes = 20;
        var world = new LoadWorld(stores, pallets, alike, deviation: 0.2);
        var random = new Random(11);
        double days = 0, stated = 0, happened = 0, statedTwo = 0, happenedTwo = 0;
        for (int region = 0; region < Regions; region++)
        {
            var routes = Enumerable.Range(0, Routes)
                .Select(_ => TruckBasis.Of(world.Loads(random), new VehicleCapacity(12, null, null), First, LoadWorld.Horizon)).ToList();
            var check = OddsCheck.Of([.. routes.SelectMany(PastDay.Of)], LoadWorld.Horizon);
            foreach (var odds in routes.Select((r, i) => TruckOdds.Of(r, check.Calibration, i)))
            {
                var came = world.Draw(random);
                for (int day = 0; day < LoadWorld.Horizon; day++)
                {
                    double load = came.Sum(store => Math.Ceiling(store[day])) / 12;
                    days++;
                    stated += odds.More![day].One;
                    statedTwo += odds.More[day].Two;
                    happened += load > odds.Trucks[day] ? 1 : 0;
                    happenedTwo += load > odds.Trucks[day] + 1 ? 1 : 0;
                }
            }
        }

        Assert.Equal(happened / days, stated / days, 0.02);
        Assert.Equal(happenedTwo / days, statedTwo / days, 0.02);
        Assert.InRange(stated / days, 0.01, 0.6); // Something was at stake.
    }

    /// <summary>The same check as is made of every forecast: a region of thirty routes, from its own past alone.</summary>
    [Theory]
    [InlineData(1.0, 0.2)]
    [InlineData(1.0, 0.6)]
    [InlineData(0.85, 0.2)]
    public void CheckOfBacktests_FindsTheOddsToHold_EvenWhereForecastsWereBiased(double bias, double deviation)
    {
        var past = Enumerable.Range(0, 30).SelectMany(w => PastDay.Of(TruckBasis.Of(
            new LoadWorld(5, 4, 0.3, deviation) { Bias = bias }.Loads(new Random(w)), new VehicleCapacity(12, null, null), First,
            LoadWorld.Horizon))).ToList();

        var check = OddsCheck.Of(past, LoadWorld.Horizon);

        Assert.Equal(30 * 8 * LoadWorld.Horizon, check.Days.Sum());
        Assert.Equal((double)check.Happened.Sum() / check.Days.Sum(), check.Stated.Sum() / check.Days.Sum(), 0.02);
    }

    [Fact]
    public void VehicleIsFilled_ByWhateverFillsItFirst_AndByWholePalletsOfEachStore()
    {
        var stores = new TwoStores(2.2f, 1.1f);

        Assert.Equal(5f / 10, stores.With(new VehicleCapacity(10, null, null)), 5); // 3 and 2 pallets
        Assert.Equal(6.6f / 10, stores.With(new VehicleCapacity(10, 10, null)), 5); // 6.6 m³
        Assert.Equal(1650f / 1000, stores.With(new VehicleCapacity(10, 10, 1000)), 5); // 1650 kg
    }

    [Fact]
    public void TooFewPastForecasts_NoOdds()
    {
        var odds = TruckOdds.Of(
            TruckBasis.Of(new LoadWorld(2, 4, 0, 0.2, windows: 3).Loads(new Random(1)), new VehicleCapacity(6, null, null), First, 14),
            OddsCalibration.None, 1);

        Assert.Null(odds.More);
        Assert.Equal([2, 2, 2, 2, 1, 2, 2], odds.Trucks[..7]);
    }

    [Fact]
    public void SameSeed_SameOdds()
    {
        var basis = TruckBasis.Of(new LoadWorld(3, 4, 0.2, 0.2).Loads(new Random(1)), new VehicleCapacity(6, null, null), First, 14);

        Assert.Equal(TruckOdds.Of(basis, OddsCalibration.None, 3).More, TruckOdds.Of(basis, OddsCalibration.None, 3).More);
    }

    [Fact]
    public void MoreTrucks_AreNeverLikelier()
    {
        var odds = TruckOdds.Of(
            TruckBasis.Of(new LoadWorld(3, 4, 0.6, 0.5).Loads(new Random(1)), new VehicleCapacity(3, null, null), First, 14),
            OddsCalibration.None, 1);

        Assert.All(odds.More!, day => Assert.True(day.One >= day.Two && day.Two >= day.Three));
    }

    /// <summary>Two stores of so many pallets on one day.</summary>
    private sealed record TwoStores(float One, float Other)
    {
        public float With(VehicleCapacity capacity)
        {
            StoreLoad[] loads = [LoadWorld.Load(1, [One], [], [], 0), LoadWorld.Load(2, [Other], [], [], 0)];
            return TruckBasis.Of(loads, capacity, First, 1).Paths.Mean[0];
        }
    }
}
