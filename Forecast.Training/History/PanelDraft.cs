using Forecast.Domain.Calendar;
using Forecast.Training.Panels;

namespace Forecast.Training.History;

/// <summary>
/// A panel while its rows arrive, one calendar year at a time and in any order; those of the first year hold the days from the first one
/// on.
/// </summary>
internal sealed class PanelDraft
{
    private readonly IReadOnlyList<PanelSeries> series;
    private readonly Dictionary<int, int> indexes;
    private readonly ILookup<int, int> seriesOfStore;
    private readonly int horizon;
    private readonly int days;
    private readonly float[] quantity;
    private float[]? promotion;
    private float[]? price;
    private float[]? open;
    private float[]? stockedOut;

    public PanelDraft(IReadOnlyList<PanelSeries> series, DateOnly firstDay, DateOnly origin, int horizon)
    {
        this.series = series;
        this.horizon = horizon;
        FirstDay = firstDay;
        days = origin.DayNumber - firstDay.DayNumber + 1;
        indexes = series.Select((s, i) => (s.SeriesId, i)).ToDictionary(p => p.SeriesId, p => p.i);
        seriesOfStore = series.Select((s, i) => (s.Store, i)).ToLookup(p => p.Store, p => p.i);
        quantity = Unknown(days);
    }

    /// <summary>Day 0 of the axis.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>Last day that plans are read for.</summary>
    public DateOnly LastDayAhead => FirstDay.AddDays(days + horizon - 1);

    public IEnumerable<int> SeriesIds => indexes.Keys;

    public IEnumerable<int> StoreIds => seriesOfStore.Select(s => s.Key);

    public int IndexOf(int seriesId) => indexes[seriesId];

    public void AddQuantity(int at, int year, ArrayElements values) => Place(quantity, at, days, year, values);

    public void AddPromotion(int at, int year, ArrayElements values) => PlaceIfAny(ref promotion, at, days + horizon, year, values);

    public void AddPrice(int at, int year, ArrayElements values) => PlaceIfAny(ref price, at, days + horizon, year, values);

    /// <summary>Days of a year on which the shelf ran empty, by their places, the first one being 1.</summary>
    public void AddStockedOut(int at, int year, ArrayElements places)
    {
        int first = Index(year);
        for (int i = 0; i < places.Length; i++)
        {
            int day = first + places.Whole(i) - 1;
            if (day < days)
                (stockedOut ??= new float[series.Count * days])[at * days + day] = 1;
        }
    }

    public void AddOpen(int storeId, int year, ArrayElements values)
    {
        foreach (int at in seriesOfStore[storeId])
            PlaceIfAny(ref open, at, days + horizon, year, values);
    }

    /// <summary>
    /// The panel; trimmed, it starts with the first day that holds a number of any series, at the latest with the origin.
    /// </summary>
    public Panel ToPanel(Func<DateOnly, DateOnly, IReadOnlyList<Holiday>> holidays, bool trim)
    {
        int skip = trim ? EmptyDays() : 0;
        var first = FirstDay.AddDays(skip);
        return new Panel
        {
            FirstDay = first,
            Days = days - skip,
            Horizon = horizon,
            Series = series,
            Quantity = Without(skip, quantity, days),
            Promotion = promotion is null ? null : Without(skip, promotion, days + horizon),
            Price = price is null ? null : Without(skip, price, days + horizon),
            Open = open is null ? null : Without(skip, open, days + horizon),
            StockedOut = stockedOut is null ? null : Without(skip, stockedOut, days),
            Holidays = holidays(first, LastDayAhead),
        };
    }

    private int EmptyDays()
    {
        int empty = days - 1;
        for (int s = 0; s < series.Count; s++)
        {
            int known = quantity.AsSpan(s * days, empty).IndexOfAnyInRange(float.NegativeInfinity, float.PositiveInfinity);
            if (known >= 0)
                empty = known;
        }

        return empty;
    }

    private float[] Without(int skip, float[] values, int width)
    {
        if (skip == 0)
            return values;
        var kept = new float[series.Count * (width - skip)];
        for (int s = 0; s < series.Count; s++)
            values.AsSpan(s * width + skip, width - skip).CopyTo(kept.AsSpan(s * (width - skip)));
        return kept;
    }

    private void PlaceIfAny(ref float[]? target, int at, int width, int year, ArrayElements values)
    {
        if (values.Length > 0)
            Place(target ??= Unknown(width), at, width, year, values);
    }

    /// <summary>Copies the part of a calendar year that lies on the axis.</summary>
    private void Place(float[] target, int at, int width, int year, ArrayElements values)
    {
        int from = Index(year), to = Math.Min(width, from + values.Length);
        if (from < to)
            values.CopyTo(0, target.AsSpan(at * width + from, to - from));
    }

    /// <summary>Where a year's values begin: those of the first year come from the first day on.</summary>
    private int Index(int year) => year == FirstDay.Year ? 0 : new DateOnly(year, 1, 1).DayNumber - FirstDay.DayNumber;

    private float[] Unknown(int width)
    {
        var values = new float[series.Count * width];
        values.AsSpan().Fill(float.NaN);
        return values;
    }
}
