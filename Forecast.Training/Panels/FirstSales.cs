namespace Forecast.Training.Panels;

/// <summary>
/// Each series' first sale. Its day number is part of the state, because a later panel may begin after it and zeros before the first sale
/// mean something else than zeros after it.
/// </summary>
internal static class FirstSales
{
    /// <summary>No sale so far.</summary>
    public const int None = int.MaxValue;

    /// <summary>Day number of each series' first sale.</summary>
    public static int[] Of(Panel panel) => After(null, panel, 0);

    /// <summary>As known before, completed by the panel's days from an index on.</summary>
    public static int[] After(IReadOnlyList<int>? known, Panel panel, int from)
    {
        var days = new int[panel.Series.Count];
        for (int s = 0; s < days.Length; s++)
        {
            if (known is not null && known[s] != None)
                days[s] = known[s];
            else
                days[s] = Index(panel, s, from) is var first && first < panel.Days ? panel.FirstDay.DayNumber + first : None;
        }

        return days;
    }

    /// <summary>
    /// Index of the first day, from one on, with a sale that tells of demand; the number of days if there is none. What was sold on closed
    /// days, or on those on which the shelf ran empty, tells nothing yet: demand of such a day is estimated from days after the first sale.
    /// </summary>
    public static int Index(Panel panel, int series, int from = 0)
    {
        int width = panel.Days + panel.Horizon;
        var quantity = panel.Quantity.AsSpan(series * panel.Days, panel.Days);
        for (int t = from; t < quantity.Length; t++)
        {
            bool hidden = !float.IsFinite(quantity[t]) || (panel.Open is { } open && open[series * width + t] == 0)
                || (panel.StockedOut is { } stockedOut && stockedOut[series * panel.Days + t] > 0);
            if (!hidden && quantity[t] > 0)
                return t;
        }

        return quantity.Length;
    }
}
