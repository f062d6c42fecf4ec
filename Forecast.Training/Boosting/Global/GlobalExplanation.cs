using Forecast.Training.Panels;


namespace Forecast.Training.Boosting.Global;

/// <summary>
/// Takes forecasts of the global model apart: exact Shapley values of the drivers. Shapley values compare with the average row, which has a
/// little of every event; here a day without a holiday owes nothing to holidays. So what an event's features say of the days it does not
/// touch belongs to the usual level, and a day it does touch is compared with those.
/// </summary>
internal sealed class GlobalExplanation(GlobalModel model, GlobalPanel global, int origin)
{
    private static readonly int Drivers = Enum.GetValues<DemandDriver>().Length;

    private readonly Panel panel = global.Panel;
    private readonly GroupShares? shares = model.Trees is { } trees
        ? new(trees, [.. model.Columns.Select(c => (int)GlobalFeatures.All[c].Driver)])
        : null;

    /// <summary>
    /// Per series, step and driver (the base first), in units; adds up to what the model forecasts. A closed day is all zeros. Many series
    /// at once cost less, as the trees take many rows at a time.
    /// </summary>
    internal double[][][] Of(IReadOnlyList<int> series, int steps)
    {
        double[][][] units = [.. series.Select(_ => Enumerable.Range(0, steps).Select(_ => new double[Drivers]).ToArray())];
        var history = new SeriesHistory(panel.Days);
        List<OpenDay>[] open = [.. series.Select((one, i) => OpenDays(one, history, units[i]))];
        AddShares([.. open.SelectMany(days => days)]);
        foreach (var days in open)
        {
            foreach (var driver in EventDays.Drivers)
                CompareWithUntouched(driver, days);
            foreach (var day in days)
                ToUnits(model.Trees!, day.Level, day.Shares);
        }

        return units;
    }

    /// <summary>The days of a series that the trees speak of; where they say nothing, the level is the base.</summary>
    private List<OpenDay> OpenDays(int series, SeriesHistory history, double[][] units)
    {
        history.Load(global, series);
        bool asksTrees = shares is not null && history.First <= origin;
        float level = GlobalFeatureRow.Level(history, origin);
        var full = new float[GlobalFeatures.All.Length];
        var days = new List<OpenDay>();
        for (int h = 0; h < units.Length; h++)
        {
            if (!asksTrees)
                units[h][0] = GlobalModel.Level(panel, history, series, origin, h + 1);
            else if (!GlobalModel.Closed(panel, series, origin + h + 1))
            {
                var row = new float[model.Columns.Count];
                model.Features(global, history, series, origin, h + 1, level, full, row);
                days.Add(new OpenDay(row, level, [.. EventDays.Drivers.Where(d => EventDays.Touches(full, d))], units[h]));
            }
        }

        return days;
    }

    /// <summary>Shares of the score by driver, the mean score with the base.</summary>
    private void AddShares(List<OpenDay> days)
    {
        if (shares is null)
            return;
        var all = new double[days.Count * GroupShares.MostGroups];
        shares.Add([.. days.SelectMany(day => day.Row)], all);
        for (int i = 0; i < days.Count; i++)
        {
            all.AsSpan(i * GroupShares.MostGroups, Drivers).CopyTo(days[i].Shares);
            days[i].Shares[0] += shares.MeanScore;
        }
    }

    private static void CompareWithUntouched(DemandDriver driver, List<OpenDay> open)
    {
        double sum = 0;
        int days = 0;
        foreach (var day in open)
        {
            if (day.Touched.Contains(driver))
                continue;
            sum += day.Shares[(int)driver];
            days++;
        }

        double usual = days == 0 ? 0 : sum / days;
        foreach (var day in open)
        {
            double moved = day.Touched.Contains(driver) ? usual : day.Shares[(int)driver];
            day.Shares[0] += moved;
            day.Shares[(int)driver] -= moved;
        }
    }

    /// <summary>
    /// With a log link shares are logarithms of factors; these divide the difference between forecast and base in proportion (Ang, 2005),
    /// which keeps order and sign and adds up.
    /// </summary>
    private static void ToUnits(BoostedTrees trees, float level, double[] shares)
    {
        double moved = 0;
        foreach (double share in shares.AsSpan(1))
            moved += share;
        var means = new float[] { (float)shares[0], (float)(shares[0] + moved) };
        trees.Loss.Mean(means);
        double start = Math.Max(0, means[0] * (double)level), mean = Math.Max(0, means[1] * (double)level);
        double unit = Math.Abs(moved) > 1e-9 ? (mean - start) / moved : 0;
        shares[0] = unit == 0 ? mean : start;
        foreach (ref double share in shares.AsSpan(1))
            share *= unit;
    }

    /// <summary>A day that the trees speak of.</summary>
    /// <param name="Row">Its columns.</param>
    /// <param name="Level">The level of its series.</param>
    /// <param name="Touched">The event drivers that touch it.</param>
    /// <param name="Shares">By driver, in the end in units.</param>
    private sealed record OpenDay(float[] Row, float Level, DemandDriver[] Touched, double[] Shares);
}
