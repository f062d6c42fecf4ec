using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Domain.Forecasts;
using Forecast.Training.Panels;

namespace Forecast.Training.Backtesting;

/// <summary>Which models each series gets, and in what shares.</summary>
/// <param name="Weights">Series × models; each row sums to 1.</param>
/// <param name="Loss">Backtest RMSSE of the combination per series; NaN where there was nothing to score.</param>
/// <param name="NaiveLoss">The same of the baseline, model 0.</param>
/// <param name="BestLoss">The same of the best single model.</param>
/// <remarks>
/// Shares minimise the expected squared residual of the combination on the simplex (Bates and Granger, 1969), from the matrix of products
/// of backtest residuals, so that two models that err alike are not counted twice. Each series' matrix is shrunk toward that of its demand
/// class: own evidence counts as its share of days beside <see cref="PriorDays"/> days of the class.
/// </remarks>
internal sealed record ModelChoice(float[] Weights, float[] Loss, float[] NaiveLoss, float[] BestLoss)
{
    /// <summary>
    /// Scored days at which a series' own evidence weighs as much as its class's. Residuals of one window are alike, so it takes many: most
    /// sets did better with as many, and the one that did not (few series, each with promotions of its own) lost little.
    /// </summary>
    private const double PriorDays = 1000;

    public static ModelChoice Choose(
        Panel panel, BacktestPlan plan, DemandClass[] classes, float[] actual, float[][] backtests, int threads)
    {
        int count = panel.Series.Count, models = backtests.Length, size = models * models;
        var products = new double[(long)count * size];
        var days = new int[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, s =>
            days[s] = Products(plan, actual, backtests, s, Scale(panel, s), products.AsSpan(s * size, size)));

        var pools = Pool(classes, days, products, size);
        float[] weights = new float[count * models], loss = new float[count], naive = new float[count], best = new float[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => (new double[size], new double[models]),
            (s, _, scratch) =>
            {
                var (matrix, shares) = scratch;
                var own = products.AsSpan(s * size, size);
                var pool = pools[(int)classes[s]];
                double trust = days[s] / (days[s] + PriorDays);
                for (int i = 0; i < size; i++)
                    matrix[i] = trust * own[i] + (1 - trust) * pool[i];
                SimplexWeights.Solve(matrix, shares);
                for (int m = 0; m < models; m++)
                    weights[s * models + m] = (float)shares[m];
                (loss[s], naive[s], best[s]) = days[s] == 0 ? (float.NaN, float.NaN, float.NaN) : Losses(own, shares);
                return scratch;
            }, static _ => { });
        return new ModelChoice(weights, loss, naive, best);
    }

    /// <summary>Mean squared one-day difference of the history; 1 where it has none, so that losses stay finite.</summary>
    private static double Scale(Panel panel, int series) =>
        NaiveScales.Of(panel.Sold.AsSpan(series * panel.Days, panel.Days), 1).Squared is { } scale
            && double.IsFinite(scale) ? scale : 1;

    /// <summary>Mean scaled products of residuals, models × models; returns the days scored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Products(BacktestPlan plan, float[] actual, float[][] backtests, int series, double scale, Span<double> matrix)
    {
        // Rows are filled up with zeros to whole vectors.
        int scored = 0, models = backtests.Length, width = (models + Vector<double>.Count - 1) / Vector<double>.Count;
        Span<Vector<double>> rows = stackalloc Vector<double>[models * width], day = stackalloc Vector<double>[width];
        rows.Clear();
        day.Clear();
        var residuals = MemoryMarshal.Cast<Vector<double>, double>(day);
        for (int i = series * plan.Size; i < (series + 1) * plan.Size; i++)
        {
            if (float.IsNaN(actual[i]))
                continue;
            scored++;
            for (int m = 0; m < models; m++)
                residuals[m] = (double)actual[i] - backtests[m][i];
            for (int m = 0; m < models; m++)
            {
                var mine = new Vector<double>(residuals[m]);
                var row = rows.Slice(m * width, width);
                for (int k = m / Vector<double>.Count; k < day.Length; k++) // the rest is the same by symmetry
                    row[k] = Vector.MultiplyAddEstimate(mine, day[k], row[k]);
            }
        }

        var flat = MemoryMarshal.Cast<Vector<double>, double>(rows);
        for (int a = 0; a < models; a++)
        {
            for (int b = a; b < models; b++)
                matrix[b * models + a] = matrix[a * models + b] = scored == 0 ? 0
                    : flat[a * width * Vector<double>.Count + b] / (scored * scale);
        }

        return scored;
    }

    /// <summary>
    /// Mean matrix per demand class, each series capped so that one outlier does not rule its class; a class without evidence takes the
    /// mean over all, and without any evidence the smoothers are preferred to the baseline.
    /// </summary>
    private static double[][] Pool(DemandClass[] classes, int[] days, double[] products, int size)
    {
        int models = (int)Math.Sqrt(size), kinds = Enum.GetValues<DemandClass>().Length;
        var pools = new double[kinds + 1][];
        var counts = new double[kinds + 1];
        for (int k = 0; k <= kinds; k++)
            pools[k] = new double[size];
        for (int s = 0; s < days.Length; s++)
        {
            if (days[s] == 0)
                continue;
            double most = 0;
            for (int m = 0; m < models; m++)
                most = Math.Max(most, products[s * size + m * models + m]);
            double cap = most > 4 ? 4 / most : 1;
            foreach (int k in (ReadOnlySpan<int>)[(int)classes[s], kinds])
            {
                counts[k]++;
                for (int i = 0; i < size; i++)
                    pools[k][i] += cap * products[s * size + i];
            }
        }

        for (int i = 0; counts[kinds] == 0 && i < models; i++)
            pools[kinds][i * models + i] = i == 0 ? 4 : 1;
        for (int k = kinds; k >= 0; k--)
        {
            if (counts[k] == 0 && k < kinds)
                pools[k] = pools[kinds];
            else
            {
                for (int i = 0; i < size; i++)
                    pools[k][i] /= Math.Max(1, counts[k]);
            }
        }

        return pools;
    }

    private static (float Loss, float Naive, float Best) Losses(ReadOnlySpan<double> own, ReadOnlySpan<double> shares)
    {
        int models = shares.Length;
        double combined = 0, best = double.PositiveInfinity;
        for (int a = 0; a < models; a++)
        {
            best = Math.Min(best, own[a * models + a]);
            for (int b = 0; b < models; b++)
                combined += shares[a] * shares[b] * own[a * models + b];
        }

        return ((float)Math.Sqrt(Math.Max(0, combined)), (float)Math.Sqrt(own[0]), (float)Math.Sqrt(best));
    }
}
