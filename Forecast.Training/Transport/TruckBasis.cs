using Forecast.Domain.Transport;
using Forecast.Training.Engine.Paths;

namespace Forecast.Training.Transport;

/// <summary>
/// The demand of some stores together in vehicle loads, with how forecasts of the same stores together did. So their odds are
/// calibrated at their own level, and however much the stores err alike is in it.
/// </summary>
/// <param name="Paths">Mean and past, in vehicle loads.</param>
/// <param name="Slack">Surplus beyond full vehicles that takes no other one, in vehicle loads.</param>
internal sealed record TruckBasis(PathBasis Paths, double Slack)
{
    /// <summary>First days of the past forecasts.</summary>
    public DateOnly[] Windows => Paths.Origins;

    /// <summary>The basis over some days; only past forecasts that all of the stores have count.</summary>
    /// <param name="stores">Loads of the stores, one at least.</param>
    /// <param name="capacity">What one vehicle carries.</param>
    /// <param name="firstDay">First day.</param>
    /// <param name="days">Days; each store's forecast covers them.</param>
    public static TruckBasis Of(IReadOnlyList<StoreLoad> stores, VehicleCapacity capacity, DateOnly firstDay, int days)
    {
        var offsets = stores.Select(s => firstDay.DayNumber - s.Origin.DayNumber - 1).ToArray();
        var windows = stores.Select((s, i) => s.BacktestOrigins.Select(o => o.AddDays(offsets[i])))
            .Aggregate((all, next) => all.Intersect(next)).Order().ToArray();
        var mean = new float[days];
        float[] actual = new float[windows.Length * days], forecast = new float[windows.Length * days];
        for (int day = 0; day < days; day++)
        {
            mean[day] = Sum(capacity, stores, (s, i) =>
                (s.Pallets[offsets[i] + day], s.CubicMetres[offsets[i] + day], s.Kg[offsets[i] + day]));
        }

        for (int w = 0; w < windows.Length; w++)
        {
            int[] starts = [.. stores.Select((s, i) =>
                Array.IndexOf(s.BacktestOrigins, windows[w].AddDays(-offsets[i])) * s.Pallets.Length + offsets[i])];
            for (int day = 0; day < days; day++)
            {
                actual[w * days + day] = Sum(capacity, stores, (s, i) =>
                    (s.BacktestPallets[starts[i] + day], s.BacktestCubicMetres[starts[i] + day], s.BacktestKg[starts[i] + day]));
                forecast[w * days + day] = Sum(capacity, stores, (s, i) =>
                    (s.BacktestPalletsForecast[starts[i] + day], s.BacktestCubicMetresForecast[starts[i] + day],
                    s.BacktestKgForecast[starts[i] + day]));
            }
        }

        var all = Enumerable.Range(0, days).SelectMany(day => stores.Select((s, i) => (Store: s, At: offsets[i] + day))).ToList();
        double slack = capacity.SlackOf(
            all.Sum(a => WholeLoads.Of(a.Store.Pallets[a.At])), all.Sum(a => (double)a.Store.CubicMetres[a.At]),
            all.Sum(a => (double)a.Store.Kg[a.At]));
        return new TruckBasis(new PathBasis(mean, actual, forecast, windows), slack);
    }

    /// <summary>Whole vehicles for a load.</summary>
    public int Whole(double load) => (int)Math.Min(int.MaxValue, WholeLoads.Of(load, Slack));

    private static float Sum(
        VehicleCapacity capacity, IReadOnlyList<StoreLoad> stores, Func<StoreLoad, int, (float Pallets, float CubicMetres, float Kg)> of)
    {
        double pallets = 0, cubicMetres = 0, kg = 0;
        for (int i = 0; i < stores.Count; i++)
        {
            var store = of(stores[i], i);
            pallets += WholeLoads.Of(store.Pallets);
            cubicMetres += store.CubicMetres;
            kg += store.Kg;
        }

        return (float)capacity.LoadOf(pallets, cubicMetres, kg);
    }
}
