using Forecast.Domain.Catalog;
using Forecast.Domain.Transport;

namespace Forecast.Training.Transport;

/// <summary>A store, or all stores of a route.</summary>
/// <param name="Route">The route; null for a store without one.</param>
/// <param name="StoreId">The store; null for the route as a whole.</param>
/// <param name="Stores">Loads of the stores, one at least.</param>
internal sealed record TransportUnit(DeliveryRoute? Route, int? StoreId, IReadOnlyList<StoreLoad> Stores)
{
    private readonly VehicleCapacity capacity = new(Route?.Pallets, Route?.CubicMetres, Route?.Kg);

    /// <summary>The last day that a forecast reaches.</summary>
    public static DateOnly Last(StoreLoad load) => load.Origin.AddDays(load.Pallets.Length);

    /// <summary>The days of its past forecasts; none where vehicles cannot be counted or too little is known.</summary>
    /// <param name="first">First day ahead.</param>
    public IReadOnlyList<PastDay> Past(DateOnly first) => WhyNot is null ? PastDay.Of(Basis(first)) : [];

    /// <summary>A row per day ahead.</summary>
    /// <param name="regionId">The region.</param>
    /// <param name="first">First day.</param>
    /// <param name="calibration">How odds of this level are calibrated.</param>
    public IReadOnlyList<TransportDay> Days(int regionId, DateOnly first, OddsCalibration calibration)
    {
        var rows = Enumerable.Range(0, DaysFrom(first)).Select(day => Demand(regionId, first.AddDays(day))).ToArray();
        if (WhyNot is { } whyNot)
        {
            foreach (var row in rows)
                row.WhyNot = whyNot;
            return rows;
        }

        var basis = Basis(first);
        var odds = TruckOdds.Of(basis, calibration, StoreId ?? -Route!.Id);
        for (int day = 0; day < rows.Length; day++)
        {
            (rows[day].Load, rows[day].Trucks) = (odds.Load[day], odds.Trucks[day]);
            if (odds.More is { } more)
                (rows[day].Odds, rows[day].OddsOfTwo, rows[day].OddsOfThree) = more[day];
            else
                rows[day].WhyNot = FormattableString.Invariant(
                    $"Odds take {TruckOdds.LeastWindows} past forecasts to learn from; there are {basis.Windows.Length}.");
        }

        return rows;
    }

    /// <summary>Why vehicles cannot be counted; null when they can.</summary>
    private string? WhyNot => Route is null ? "No route supplies this store."
        : !capacity.IsKnown ? "It is not known what a vehicle of this route carries."
        : capacity.WhyNot(Stores);

    private int DaysFrom(DateOnly first) => Math.Min(TransportPlan.MostDays, Stores.Min(s => Last(s).DayNumber) - first.DayNumber + 1);

    private TruckBasis Basis(DateOnly first) => TruckBasis.Of(Stores, capacity, first, DaysFrom(first));

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
}
