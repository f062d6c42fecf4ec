namespace Forecast.Domain.Demo;

/// <summary>A route of the demo retailer: up to <see cref="StoresPerRoute"/> stores of one region.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Name on screen.</param>
/// <param name="Region">Index of its region.</param>
/// <param name="Vehicle">What drives it.</param>
internal sealed record DemoRoute(string Code, string Name, int Region, DemoVehicle Vehicle)
{
    public const int StoresPerRoute = 4;

    /// <summary>The routes of some stores, by code.</summary>
    public static List<DemoRoute> Of(IEnumerable<DemoStore> stores) =>
    [
        .. stores.GroupBy(s => s.RouteCode).OrderBy(g => g.Key, StringComparer.Ordinal).Select((g, place) => new DemoRoute(
            g.Key, $"Round {g.Key[2..].TrimStart('0')} {DemoRegion.All[g.First().Region].Name}", g.First().Region,
            DemoVehicle.All[place % DemoVehicle.All.Length])),
    ];
}

/// <summary>What drives a route of the demo retailer.</summary>
/// <param name="Name">Name on screen.</param>
/// <param name="Pallets">Pallets that it carries.</param>
/// <param name="CubicMetres">m³ that it carries.</param>
/// <param name="Kg">kg that it carries.</param>
internal sealed record DemoVehicle(string Name, double Pallets, double CubicMetres, double Kg)
{
    public static readonly DemoVehicle[] All = [new("7.5 t truck", 12, 34, 3_000), new("12 t truck", 18, 46, 6_000)];
}
