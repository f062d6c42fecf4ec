namespace Forecast.Web.Features.Transport.Entering;

/// <summary>What admins enter of a route; null for what is not known.</summary>
/// <param name="Id">Key of the route; null for a new one.</param>
/// <param name="RegionId">Its region; of a known route it stays as it is.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name; empty for the code.</param>
/// <param name="Vehicle">What drives it.</param>
/// <param name="Pallets">Pallets that one vehicle carries.</param>
/// <param name="CubicMetres">m³ that one vehicle carries.</param>
/// <param name="Kg">kg that one vehicle carries.</param>
public sealed record RouteEntry(
    int? Id, int RegionId, string Code, string Name, string Vehicle, double? Pallets, double? CubicMetres, double? Kg);
