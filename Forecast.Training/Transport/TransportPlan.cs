using Forecast.Domain.Catalog;
using Forecast.Domain.Transport;

namespace Forecast.Training.Transport;

/// <summary>What a region's stores and routes need day by day, and how the odds of it did in the backtests.</summary>
/// <param name="Days">Rows of routes and stores.</param>
/// <param name="Routes">Check of the odds of routes.</param>
/// <param name="Stores">Check of the odds of stores.</param>
internal sealed record TransportPlan(IReadOnlyList<TransportDay> Days, OddsCheck Routes, OddsCheck Stores)
{
    /// <summary>Days planned at most.</summary>
    public const int MostDays = 14;

    /// <summary>Works the plan of one region out, on all cores.</summary>
    /// <param name="regionId">The region.</param>
    /// <param name="routes">Its routes.</param>
    /// <param name="loads">Loads of its stores on show, with the route that supplies each.</param>
    public static TransportPlan Of(
        int regionId, IReadOnlyList<DeliveryRoute> routes, IReadOnlyList<(StoreLoad Load, int? RouteId)> loads)
    {
        if (loads.Count == 0)
            return new TransportPlan([], new OddsCheck(), new OddsCheck());
        // From the first day that no forecast has seen, as far as each reaches; one that is too old has no such day.
        var first = loads.Max(l => l.Load.Origin).AddDays(1);
        var usable = loads.Where(l => Last(l.Load) >= first).ToList();
        var known = routes.ToDictionary(r => r.Id);
        var units = usable.Select(l => new Unit(
                l.RouteId is { } id ? known.GetValueOrDefault(id) : null, l.Load.StoreId, [l.Load]))
            .Concat(usable.Where(l => l.RouteId is { } id && known.ContainsKey(id)).GroupBy(l => l.RouteId!.Value, l => l.Load)
                .Select(g => new Unit(known[g.Key], null, [.. g])))
            .ToList();
        var done = units.AsParallel().AsOrdered().Select(u => u.Plan(regionId, first)).ToList();
        OddsCheck ofRoutes = new(), ofStores = new();
        foreach (var (unit, plan) in units.Zip(done))
        {
            if (plan.Check is { } check)
                (unit.StoreId is null ? ofRoutes : ofStores).Add(check);
        }

        return new TransportPlan([.. done.SelectMany(d => d.Days)], ofRoutes, ofStores);
    }

    private static DateOnly Last(StoreLoad load) => load.Origin.AddDays(load.Pallets.Length);

    /// <summary>A store, or all stores of a route.</summary>
    private sealed record Unit(DeliveryRoute? Route, int? StoreId, IReadOnlyList<StoreLoad> Stores)
    {
        public (TransportDay[] Days, OddsCheck? Check) Plan(int regionId, DateOnly first)
        {
            int days = Math.Min(MostDays, Stores.Min(s => Last(s).DayNumber) - first.DayNumber + 1);
            var rows = Enumerable.Range(0, days).Select(day => Demand(regionId, first.AddDays(day))).ToArray();
            var capacity = new VehicleCapacity(Route?.Pallets, Route?.CubicMetres, Route?.Kg);
            var whyNot = Route is null ? "No route supplies this store."
                : !capacity.IsKnown ? "It is not known what a vehicle of this route carries."
                : capacity.WhyNot(Stores);
            if (whyNot is not null)
            {
                foreach (var row in rows)
                    row.WhyNot = whyNot;
                return (rows, null);
            }

            var basis = TruckBasis.Of(Stores, capacity, first, days);
            Fill(rows, TruckOdds.Of(basis, StoreId ?? -Route!.Id), basis.Origins.Length);
            return (rows, OddsCheck.Of(basis));
        }

        private TransportDay Demand(int regionId, DateOnly date)
        {
            var row = new TransportDay { RegionId = regionId, RouteId = Route?.Id, StoreId = StoreId, Day = date };
            foreach (var store in Stores)
            {
                int day = date.DayNumber - store.Origin.DayNumber - 1;
                row.Pallets += store.Pallets[day];
                row.WholePallets += (int)WholeLoads.Of(store.Pallets[day]);
                row.Cases += (int)store.Cases[day];
                row.PalletsOfCases += store.PalletsOfCases[day];
                row.CubicMetres += store.CubicMetres[day];
                row.Kg += store.Kg[day];
            }

            return row;
        }

        private static void Fill(TransportDay[] rows, TruckOdds odds, int windows)
        {
            for (int day = 0; day < rows.Length; day++)
            {
                (rows[day].Load, rows[day].Trucks) = (odds.Load[day], odds.Trucks[day]);
                if (odds.More is { } more)
                    (rows[day].Odds, rows[day].OddsOfTwo, rows[day].OddsOfThree) = more[day];
                else
                    rows[day].WhyNot = FormattableString.Invariant(
                        $"Odds take {TruckOdds.LeastWindows} past forecasts to learn from; there are {windows}.");
            }
        }
    }
}
