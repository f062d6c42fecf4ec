namespace Forecast.Training.Panels;

/// <summary>
/// Demand of days on which the shelf ran empty, as it could be known the day after: what models learn from in place of what was sold. Days
/// of promotions and around holidays stay unknown: what is usual says little about them.
/// </summary>
/// <remarks>
/// Only the <see cref="DemandAround.Reach"/> days before count, so that a backtest sees nothing beyond its origin and an update estimates
/// what a fit would have. One instance serves one worker.
/// </remarks>
internal sealed class StockOutDemand(Panel panel)
{
    /// <summary>Days before and after a holiday that it may touch.</summary>
    private const int DaysBefore = 2, DaysAfter = 1;

    private readonly DemandAround around = new(panel);
    private readonly HashSet<int> holidays =
        [.. (panel.Holidays ?? []).SelectMany(h => Enumerable.Range(h.Day.DayNumber - DaysBefore, DaysBefore + 1 + DaysAfter))];
    private int series = -1, firstSale;

    /// <summary>A panel's sales with those of stocked-out days replaced, series × days.</summary>
    public static float[] Of(Panel panel)
    {
        var demand = (float[])panel.Sold.Clone();
        if (panel.StockedOut is not { } stockedOut)
            return demand;
        Parallel.For(0, panel.Series.Count, () => new StockOutDemand(panel), (s, _, estimates) =>
        {
            for (int t = 0; t < panel.Days; t++)
            {
                if (stockedOut[s * panel.Days + t] > 0)
                    demand[s * panel.Days + t] = estimates.On(s, t);
            }

            return estimates;
        }, static _ => { });
        return demand;
    }

    /// <summary>Units; NaN where too little is known before the day, or the day is not an ordinary one.</summary>
    public float On(int series, int day)
    {
        float sold = panel.Quantity[series * panel.Days + day];
        if (!(sold >= 0) || float.IsInfinity(sold) || holidays.Contains(panel.FirstDay.DayNumber + day))
            return float.NaN;
        if (panel.Promotion is { } promotion && promotion[series * (panel.Days + panel.Horizon) + day] > 0)
            return float.NaN;
        if (series != this.series)
            (this.series, firstSale) = (series, FirstSales.Index(panel, series));
        return around.Of(series, day, firstSale, after: 0, []) is { } expected ? (float)expected.AtLeast(sold) : float.NaN;
    }
}
