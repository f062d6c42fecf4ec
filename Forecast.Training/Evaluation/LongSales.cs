using Forecast.Training.Panels;


namespace Forecast.Training.Evaluation;

/// <summary>A long sales file in memory: one dense daily row per series. Read by <see cref="LongSalesReader"/>.</summary>
public sealed class LongSales
{
    /// <summary>Store code (position in <see cref="Stores"/>) and item code per series, ordered by store, then item.</summary>
    public required (int Store, int Item)[] Series { get; init; }

    /// <summary>Store names by code.</summary>
    public required string[] Stores { get; init; }

    /// <summary>Item names by code.</summary>
    public required string[] Items { get; init; }

    /// <summary>Category code per item code, −1 unknown; null where no categories are known.</summary>
    public int[]? Categories { get; set; }

    /// <summary>Region code per store code, −1 unknown; null where no regions are known.</summary>
    public int[]? Regions { get; set; }

    /// <summary>First day of any series.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Days from the first to the last.</summary>
    public required int Days { get; init; }

    /// <summary>Days up to the last one with a quantity: rows of plans may reach beyond it.</summary>
    public int DaysSold => Enumerable.Range(0, Series.Length)
        .Max(s => Quantity.AsSpan(s * Days, Days).LastIndexOfAnyInRange(float.NegativeInfinity, float.PositiveInfinity)) + 1;

    /// <summary>Rows read.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that could not be taken.</summary>
    public required long Rejected { get; init; }

    /// <summary>Rows left out because they repeat another row.</summary>
    public required long Repeats { get; init; }

    /// <summary>How the file was read where it was not read as usual, and what deserves a look.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Series × days, units; NaN = not loaded.</summary>
    public required float[] Quantity { get; init; }

    /// <summary>Series × days; null where the file has no such column.</summary>
    public float[]? Promotion { get; init; }

    /// <summary>Series × days; null where the file has no such column.</summary>
    public float[]? Price { get; init; }

    /// <summary>Series × days; null where the file has no such column.</summary>
    public float[]? Open { get; init; }

    /// <summary>
    /// The panel a model may see on day index <paramref name="origin"/>: quantities up to it; promotions and opening days also of the
    /// horizon, as a planner knows them; prices of the horizon stay unknown.
    /// </summary>
    public Panel At(int origin, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(origin);
        int days = origin + 1;
        return new Panel
        {
            FirstDay = FirstDay,
            Days = days,
            Horizon = horizon,
            Series = [.. Series.Select((s, i) => new PanelSeries(i, s.Store, s.Item, Categories?[s.Item] ?? -1))],
            Quantity = Cut(Quantity, days, days)!,
            Promotion = Cut(Promotion, days + horizon, days + horizon),
            Price = Cut(Price, days, days + horizon),
            Open = Cut(Open, days + horizon, days + horizon),
        };
    }

    /// <summary>The first <paramref name="known"/> days of each row, filled up with NaN to <paramref name="width"/>.</summary>
    private float[]? Cut(float[]? values, int known, int width)
    {
        if (values is null)
            return null;
        var cut = new float[(long)Series.Length * width];
        int have = Math.Min(known, Days);
        for (int s = 0; s < Series.Length; s++)
        {
            var row = cut.AsSpan(s * width, width);
            values.AsSpan(s * Days, have).CopyTo(row);
            row[have..].Fill(float.NaN);
        }

        return cut;
    }
}
