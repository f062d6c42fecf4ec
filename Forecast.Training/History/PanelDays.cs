using Forecast.Training.Panels;


namespace Forecast.Training.History;

/// <summary>Finds and cuts the days at the end of a panel of which no sales are loaded.</summary>
public static class PanelDays
{
    /// <summary>Days up to the last one on which anything is known of any series; at least 1.</summary>
    public static int Known(Panel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        int known = 1;
        for (int s = 0; s < panel.Series.Count && known < panel.Days; s++)
        {
            var rest = panel.Quantity.AsSpan(s * panel.Days + known, panel.Days - known);
            known += rest.LastIndexOfAnyInRange(float.NegativeInfinity, float.PositiveInfinity) + 1;
        }

        return known;
    }

    /// <summary>The panel as it was on the last day of which anything is known.</summary>
    public static Panel UntilLastKnown(Panel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        int missing = panel.Days - Known(panel);
        return missing == 0 ? panel : WithoutLast(panel, missing);
    }

    /// <summary>
    /// The panel as it was some days before its origin; plans of the days cut are kept as plans, as far as the horizon reaches.
    /// </summary>
    public static Panel WithoutLast(Panel panel, int days)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return new Panel
        {
            FirstDay = panel.FirstDay,
            Days = panel.Days - days,
            Horizon = panel.Horizon,
            Series = panel.Series,
            Quantity = Cut(panel.Quantity, panel.Series.Count, days),
            Promotion = panel.Promotion is null ? null : Cut(panel.Promotion, panel.Series.Count, days),
            Price = panel.Price is null ? null : Cut(panel.Price, panel.Series.Count, days),
            Open = panel.Open is null ? null : Cut(panel.Open, panel.Series.Count, days),
            StockedOut = panel.StockedOut is null ? null : Cut(panel.StockedOut, panel.Series.Count, days),
            Holidays = panel.Holidays,
        };
    }

    private static float[] Cut(float[] values, int rows, int days)
    {
        int width = values.Length / Math.Max(1, rows), left = width - days;
        var cut = new float[rows * left];
        for (int row = 0; row < rows; row++)
            values.AsSpan(row * width, left).CopyTo(cut.AsSpan(row * left));
        return cut;
    }
}
