using Forecast.Domain.Calendar;

namespace Forecast.Training.Panels;

/// <summary>
/// Daily histories of many series on one common axis, series-major: the value of series s on day t is <c>a[s * width + t]</c>,
/// where width is <see cref="Days"/>, or <see cref="Days"/> + <see cref="Horizon"/> for what is known ahead.
/// </summary>
public sealed class Panel
{
    private readonly Lazy<float[]> sold, demand;
    private readonly Lazy<StoreClosures> closures;

    /// <summary>A panel of the arrays it is given; they must not change once it is in use.</summary>
    public Panel()
    {
        closures = new(() => StoreClosures.Of(this));
        sold = new(() => UsualSales.Of(this));
        demand = new(() => StockOutDemand.Of(this));
    }

    /// <summary>Day 0 of the axis.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Days of history.</summary>
    public required int Days { get; init; }

    /// <summary>
    /// Days known ahead in <see cref="Promotion"/>, <see cref="Price"/> and <see cref="Open"/>; at least the forecast's horizon.
    /// </summary>
    public required int Horizon { get; init; }

    /// <summary>The series, in the order of all arrays.</summary>
    public required IReadOnlyList<PanelSeries> Series { get; init; }

    /// <summary>Units sold, series × days. NaN = not loaded, 0 = nothing sold.</summary>
    public required float[] Quantity { get; init; }

    /// <summary>Promotion strength 0..1, series × (days + horizon); NaN unknown; null where there is no such data.</summary>
    public float[]? Promotion { get; init; }

    /// <summary>Unit price, series × (days + horizon); NaN unknown.</summary>
    public float[]? Price { get; init; }

    /// <summary>1 open, 0 closed, series × (days + horizon); NaN unknown. A closed day sells nothing and teaches nothing.</summary>
    public float[]? Open { get; init; }

    /// <summary>1 where the shelf ran empty, series × days: such a day's sales are less than its demand.</summary>
    public float[]? StockedOut { get; init; }

    /// <summary>Days on which stores are closed without anybody having said so. Found when first asked for.</summary>
    internal StoreClosures Closures => closures.Value;

    /// <summary>
    /// What pools and effects learn from, series × days: <see cref="Quantity"/>, a value that stands alone counting with what is usual.
    /// Worked out when first asked for.
    /// </summary>
    internal float[] Sold => sold.Value;

    /// <summary>
    /// What models learn from, series × days: <see cref="Sold"/>, and where the shelf ran empty the demand estimated of that day, NaN
    /// if nothing can be said of it. Estimated when first asked for.
    /// </summary>
    internal float[] Demand => StockedOut is null ? Sold : demand.Value;

    /// <summary>Calendar of the region over history and horizon.</summary>
    public IReadOnlyList<Holiday>? Holidays { get; init; }

    /// <summary>Last day the model may see.</summary>
    public DateOnly Origin => FirstDay.AddDays(Days - 1);

    /// <summary>Whether a day of the history counts with what is usual, because what was sold stands alone.</summary>
    internal bool IsHeldDown(int series, int day)
    {
        int at = series * Days + day;
        return Quantity[at] > 0 && Sold[at] != Quantity[at];
    }

    /// <summary>Whether the store is open on a day of the panel or beyond, as far as it is known or past years tell.</summary>
    internal bool IsOpen(int series, int day)
    {
        int known = Days + Horizon;
        return (Open is null || day >= known || Open[series * known + day] != 0)
            && (day < Days || day >= known || !Closures.IsClosedAhead(series, day - Days));
    }

    /// <summary>Checks that every array has the length its documentation states.</summary>
    /// <exception cref="ArgumentException">A length or a number does not fit; the message says which and what was expected.</exception>
    public void Validate()
    {
        if (Days < 0)
            throw new ArgumentException($"A panel cannot have {Days} days.", nameof(Days));
        if (Horizon < 0)
            throw new ArgumentException($"A panel cannot know {Horizon} days ahead.", nameof(Horizon));
        CheckLength(Quantity, nameof(Quantity), Days);
        CheckLength(Promotion, nameof(Promotion), Days + Horizon);
        CheckLength(Price, nameof(Price), Days + Horizon);
        CheckLength(Open, nameof(Open), Days + Horizon);
        CheckLength(StockedOut, nameof(StockedOut), Days);
    }

    private void CheckLength(float[]? values, string name, int width)
    {
        long expected = (long)Series.Count * width;
        if (values is not null && values.LongLength != expected)
        {
            throw new ArgumentException(
                $"{name} holds {values.LongLength} values; {Series.Count} series × {width} days need {expected}.", name);
        }
    }
}
