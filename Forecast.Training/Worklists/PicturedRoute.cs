namespace Forecast.Training.Worklists;

/// <summary>A route with what it needs day by day.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="StoreIds">The stores it supplies.</param>
/// <param name="Days">Days from the first one ahead on, in their order.</param>
internal sealed record PicturedRoute(string Code, string Name, int[] StoreIds, IReadOnlyList<PicturedRouteDay> Days);

/// <summary>What a route needs on one day.</summary>
/// <param name="Day">The day of demand.</param>
/// <param name="Pallets">Expected pallets.</param>
/// <param name="Load">Vehicles filled in the middle of what may come.</param>
/// <param name="Trucks">Whole vehicles for that.</param>
/// <param name="Odds">Probability that more are needed, 0 to 1; null where nobody can tell.</param>
internal sealed record PicturedRouteDay(DateOnly Day, double Pallets, double Load, int Trucks, double? Odds);
