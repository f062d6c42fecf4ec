namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>What goods are counted in.</summary>
public enum SheetUnit
{
    /// <summary>As sold.</summary>
    Units,

    /// <summary>Cases, of items whose case size is known.</summary>
    Cases,

    /// <summary>Pallets, of items whose case and pallet sizes are known.</summary>
    Pallets,
}

/// <summary>Which figure of a day is shown.</summary>
public enum SheetFigure
{
    /// <summary>The mean, which adds up.</summary>
    Expected,

    /// <summary>Half of such days sell less.</summary>
    P50,

    /// <summary>Nine days in ten sell less.</summary>
    P90,

    /// <summary>Eight days in ten fall in here.</summary>
    Range,
}

/// <summary>What rows are sorted by.</summary>
public enum SheetSort
{
    /// <summary>Expected goods over the days shown, most first.</summary>
    Demand,

    /// <summary>Difference from the last seven days, whichever way, largest first.</summary>
    Change,

    /// <summary>Difference from the forecast before, whichever way, largest first.</summary>
    Before,

    /// <summary>Name.</summary>
    Name,
}

/// <summary>Which rows are shown.</summary>
public enum SheetFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>With a promotion or another price on a day shown.</summary>
    Promoted,

    /// <summary>Whose shelf ran empty in the last two weeks.</summary>
    RanOut,

    /// <summary>Whose forecast differs from the one before, as it is shown.</summary>
    Changed,

    /// <summary>With a remark of any kind.</summary>
    Remarked,
}
