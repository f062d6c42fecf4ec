namespace Forecast.Web.Features.Transport.Entering;

/// <summary>What admins enter of an item; null for what is not known.</summary>
/// <param name="UnitsPerCase">Units in one case.</param>
/// <param name="CasesPerPallet">Cases on one pallet.</param>
/// <param name="KgPerCase">kg of one case.</param>
/// <param name="CubicMetresPerCase">m³ of one case.</param>
public sealed record ItemSizes(double? UnitsPerCase, double? CasesPerPallet, double? KgPerCase, double? CubicMetresPerCase);
