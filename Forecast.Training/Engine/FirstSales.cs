namespace Forecast.Training.Engine;

/// <summary>
/// Day number of each series' first sale. It is part of the state, because a later panel may begin after it and zeros before the first sale
/// mean something else than zeros after it.
/// </summary>
internal static class FirstSales
{
    /// <summary>No sale so far.</summary>
    public const int None = int.MaxValue;

    public static int[] Of(Panel panel) => After(null, panel, 0);

    /// <summary>As known before, completed by the panel's days from an index on.</summary>
    public static int[] After(IReadOnlyList<int>? known, Panel panel, int from)
    {
        var days = new int[panel.Series.Count];
        for (int s = 0; s < days.Length; s++)
            days[s] = known is not null && known[s] != None ? known[s] : First(panel, s, from);
        return days;
    }

    private static int First(Panel panel, int series, int from)
    {
        int width = panel.Days + panel.Horizon;
        var quantity = panel.Quantity.AsSpan(series * panel.Days, panel.Days);
        for (int t = from; t < quantity.Length; t++)
        {
            bool hidden = !float.IsFinite(quantity[t]) || (panel.Open is { } open && open[series * width + t] == 0)
                || (panel.StockedOut is { } stockedOut && stockedOut[series * panel.Days + t] > 0);
            if (!hidden && quantity[t] > 0)
                return panel.FirstDay.DayNumber + t;
        }

        return None;
    }
}
