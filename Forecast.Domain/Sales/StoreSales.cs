namespace Forecast.Domain.Sales;

/// <summary>How far the sales of a store reach, and on which days of the week it sells; kept up by every load.</summary>
public sealed class StoreSales
{
    /// <summary>Days up to the newest one that tell which days of the week a store sells on.</summary>
    public const int RhythmDays = 28;

    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>First day of which a quantity is loaded.</summary>
    public DateOnly LoadedFrom { get; set; }

    /// <summary>Newest day of which a quantity is loaded, be it zero.</summary>
    public DateOnly LoadedUntil { get; set; }

    /// <summary>By day of the week, Sunday first: the newest day on which anything was sold; null where nothing ever was.</summary>
    public required DateOnly?[] LastSales { get; set; }

    /// <summary>
    /// Whether sales of a day are to be expected: not on a day of the week on which the store has not sold for four weeks. Until that long
    /// is known, any day is expected.
    /// </summary>
    public bool Expects(DateOnly day)
    {
        bool isKnown = LoadedUntil.DayNumber - LoadedFrom.DayNumber + 1 >= RhythmDays && Array.Exists(LastSales, Recent);
        return !isKnown || Recent(LastSales[(int)day.DayOfWeek]);
    }

    private bool Recent(DateOnly? lastSale) => lastSale > LoadedUntil.AddDays(-RhythmDays);
}
