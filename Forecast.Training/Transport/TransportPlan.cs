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
        var usable = loads.Where(l => TransportUnit.Last(l.Load) >= first).ToList();
        var known = routes.ToDictionary(r => r.Id);
        var ofStores = usable.Select(l => new TransportUnit(
            l.RouteId is { } id ? known.GetValueOrDefault(id) : null, l.Load.StoreId, [l.Load]));
        var ofRoutes = usable.Where(l => l.RouteId is { } id && known.ContainsKey(id)).GroupBy(l => l.RouteId!.Value, l => l.Load)
            .Select(g => new TransportUnit(known[g.Key], null, [.. g]));
        var (routeDays, routeCheck) = Of(regionId, ofRoutes, first);
        var (storeDays, storeCheck) = Of(regionId, ofStores, first);
        return new TransportPlan([.. routeDays, .. storeDays], routeCheck, storeCheck);
    }

    /// <summary>One level: odds are calibrated by the past of all its units together.</summary>
    private static (List<TransportDay> Days, OddsCheck Check) Of(int regionId, IEnumerable<TransportUnit> units, DateOnly first)
    {
        var known = units.AsParallel().AsOrdered().Select(u => (Unit: u, Past: u.Past(first))).ToList();
        var check = OddsCheck.Of([.. known.SelectMany(k => k.Past)], MostDays);
        var days = known.AsParallel().AsOrdered().Select(k => k.Unit.Days(regionId, first, check.Calibration)).ToList();
        return ([.. days.SelectMany(d => d)], check);
    }
}
