using System.Runtime.InteropServices;
using Forecast.Domain.Transport;

namespace Forecast.Training.Transport;

/// <summary>What one vehicle carries; null where it is not known.</summary>
/// <param name="Pallets">Pallets, above zero.</param>
/// <param name="CubicMetres">m³, above zero.</param>
/// <param name="Kg">kg, above zero.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VehicleCapacity(double? Pallets, double? CubicMetres, double? Kg)
{
    /// <summary>Share of demand that may be of unknown size before vehicles are counted no more.</summary>
    public const double MostUnknown = 0.05;

    /// <summary>Whether anything at all is known.</summary>
    public bool IsKnown => Pallets is not null || CubicMetres is not null || Kg is not null;

    /// <summary>
    /// Vehicles that the demand of some stores fills: by pallets, whole ones of each store, by m³ or by kg, whichever fills them first.
    /// </summary>
    public double LoadOf(double wholePallets, double cubicMetres, double kg) =>
        Math.Max(Share(wholePallets, Pallets), Math.Max(Share(cubicMetres, CubicMetres), Share(kg, Kg)));

    /// <summary>
    /// Surplus beyond full vehicles that takes no other one: where whole pallets fill them, demand comes in steps of one pallet, and a
    /// distribution without steps is read halfway between two.
    /// </summary>
    public double SlackOf(double wholePallets, double cubicMetres, double kg) =>
        Pallets is { } pallets && Share(wholePallets, Pallets) >= Math.Max(Share(cubicMetres, CubicMetres), Share(kg, Kg))
            ? 0.5 / pallets
            : WholeLoads.Slack;

    /// <summary>Why the vehicles for some stores cannot be counted; null when they can.</summary>
    public string? WhyNot(IReadOnlyCollection<StoreLoad> stores)
    {
        double units = stores.Sum(s => (double)s.Units);
        if (units <= 0)
            return null;
        return Unknown(Pallets, stores.Sum(s => (double)s.UnitsWithoutPallets), "cases per pallet")
            ?? Unknown(CubicMetres, stores.Sum(s => (double)s.UnitsWithoutCubicMetres), "m³ per case")
            ?? Unknown(Kg, stores.Sum(s => (double)s.UnitsWithoutKg), "kg per case");

        string? Unknown(double? capacity, double without, string what) => capacity is null || without <= MostUnknown * units
            ? null
            : FormattableString.Invariant($"{100 * without / units:0} % of the units are of items without {what}.");
    }

    private static double Share(double amount, double? capacity) => capacity is { } most ? amount / most : 0;
}
