using Forecast.Training.Engine;

namespace Forecast.Training.Boosting.Global;

/// <summary>
/// Takes forecasts of the global model apart: exact Shapley values of the drivers. Shapley values compare with the average row, which has a little of
/// every event; here a day without a holiday owes nothing to holidays. So what an event's features say of the days it does not touch belongs to the
/// usual level, and a day it does touch is compared with those.
/// </summary>
internal sealed class GlobalExplanation(GlobalModel model, GlobalPanel global, int origin)
{
    private static readonly int Drivers = Enum.GetValues<DemandDriver>().Length;

    private readonly Panel panel = global.Panel;
    private readonly GroupShares? shares = model.Trees is { } trees
        ? new(trees, [.. model.Columns.Select(c => (int)GlobalFeatures.All[c].Driver)])
        : null;

    /// <summary>Per step and driver (the base first), in units; adds up to what the model forecasts. A closed day is all zeros.</summary>
    internal double[][] Of(int series, int steps)
    {
        var history = new SeriesHistory(panel.Days);
        history.Load(global, series);
        double[][] units = [.. Enumerable.Range(0, steps).Select(_ => new double[Drivers])];
        if (model.Trees is not { } grown || history.First > origin)
        {
            for (int step = 1; step <= steps; step++)
                units[step - 1][0] = GlobalModel.Level(panel, history, series, origin, step);
            return units;
        }

        float level = GlobalFeatureRow.Level(history, origin);
        var touched = new bool[steps, Drivers];
        int[] open = [.. Enumerable.Range(1, steps).Where(step => !GlobalModel.Closed(panel, series, origin + step)).Select(step => step - 1)];
        Shares(history, series, level, open, units, touched);
        foreach (var driver in EventDays.Drivers)
            CompareWithUntouched((int)driver, open, units, touched);
        foreach (int h in open)
            ToUnits(grown, level, units[h]);
        return units;
    }

    /// <summary>Shares of the score by driver, the mean score with the base.</summary>
    private void Shares(SeriesHistory history, int series, float level, int[] open, double[][] byDriver, bool[,] touched)
    {
        float[] full = new float[GlobalFeatures.All.Length], row = new float[model.Columns.Count];
        foreach (int h in open)
        {
            model.Features(global, history, series, origin, h + 1, level, full, row);
            shares!.Add(row, byDriver[h]);
            byDriver[h][0] += shares.MeanScore;
            foreach (var driver in EventDays.Drivers)
                touched[h, (int)driver] = EventDays.Touches(full, driver);
        }
    }

    private static void CompareWithUntouched(int driver, int[] open, double[][] shares, bool[,] touched)
    {
        double sum = 0;
        int days = 0;
        foreach (int h in open)
        {
            if (touched[h, driver])
                continue;
            sum += shares[h][driver];
            days++;
        }

        double usual = days == 0 ? 0 : sum / days;
        foreach (int h in open)
        {
            double moved = touched[h, driver] ? usual : shares[h][driver];
            shares[h][0] += moved;
            shares[h][driver] -= moved;
        }
    }

    /// <summary>
    /// With a log link shares are logarithms of factors; these divide the difference between forecast and base in proportion (Ang, 2005), which
    /// keeps order and sign and adds up.
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
}
