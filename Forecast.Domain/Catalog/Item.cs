namespace Forecast.Domain.Catalog;

/// <summary>Something that is sold, and how it travels.</summary>
public sealed class Item
{
    /// <summary>Database key.</summary>
    public int Id { get; set; }

    /// <summary>Short unique code, as in sales files.</summary>
    public required string Code { get; set; }

    /// <summary>Name as planners say it.</summary>
    public required string Name { get; set; }

    /// <summary>Category the item is planned in.</summary>
    public string Category { get; set; } = "";

    /// <summary>Units in one case; null when unknown.</summary>
    public double? UnitsPerCase { get; set; }

    /// <summary>Cases on one pallet; null when unknown.</summary>
    public double? CasesPerPallet { get; set; }

    /// <summary>kg of one full case; null when unknown.</summary>
    public double? KgPerCase { get; set; }

    /// <summary>m³ of one full case; null when unknown.</summary>
    public double? CubicMetresPerCase { get; set; }

    /// <summary>Units on one pallet; null when either factor is unknown.</summary>
    public double? UnitsPerPallet => UnitsPerCase * CasesPerPallet;
}
