using System.Numerics;

namespace Forecast.Training.Boosting;

/// <summary>
/// Gradient and hessian of every row, quantised and packed (see <see cref="Histogram"/>). The units are powers of two, chosen so that the
/// sums over all rows just fit: with 400,000 rows an average gradient has eleven bits, an outlier as many more as it is
/// larger. Hessians that are all alike stay exactly alike.
/// </summary>
internal sealed class GradientWords(int rows, WorkerTeam team)
{
    private const int Block = 8192; // rows per partial sum: fixed, so that sums do not depend on the number of threads

    private readonly float[] gradient = new float[rows], hessian = new float[rows];
    private readonly double[] gradientSums = new double[(rows + Block - 1) / Block], hessianSums = new double[(rows + Block - 1) / Block];

    /// <summary>Pinned.</summary>
    internal long[] Words { get; } = GC.AllocateUninitializedArray<long>(rows, pinned: true);

    internal double GradientUnit { get; private set; }

    internal double HessianUnit { get; private set; }

    internal void Compute(BoostingLoss loss, float[] scores, float[] target, float[]? weight)
    {
        team.Ranges(rows, Block, (begin, end) =>
        {
            for (int from = begin; from < end; from += Block)
                Derive(loss, scores, target, weight, from, Math.Min(Block, end - from));
        });
        GradientUnit = Unit(gradientSums.Sum());
        HessianUnit = Unit(hessianSums.Sum());
        team.Ranges(rows, Block, Pack);
    }

    private void Derive(BoostingLoss loss, float[] scores, float[] target, float[]? weight, int from, int count)
    {
        var g = gradient.AsSpan(from, count);
        var h = hessian.AsSpan(from, count);
        loss.Derivatives(scores.AsSpan(from, count), target.AsSpan(from, count), g, h);
        if (weight is not null)
        {
            for (int i = 0; i < count; i++)
            {
                g[i] *= weight[from + i];
                h[i] *= weight[from + i];
            }
        }

        double sumG = 0, sumH = 0;
        int v = 0;
        var (lanesG, lanesH) = (Vector<double>.Zero, Vector<double>.Zero);
        for (; v <= count - Vector<float>.Count; v += Vector<float>.Count)
        {
            Vector.Widen(Vector.Abs(new Vector<float>(g[v..])), out var lowG, out var highG);
            Vector.Widen(new Vector<float>(h[v..]), out var lowH, out var highH);
            lanesG += lowG + highG;
            lanesH += lowH + highH;
        }

        for (; v < count; v++)
        {
            sumG += Math.Abs(g[v]);
            sumH += h[v];
        }

        gradientSums[from / Block] = sumG + Vector.Sum(lanesG);
        hessianSums[from / Block] = sumH + Vector.Sum(lanesH);
    }

    /// <summary>The power of two that brings the sum below 2³⁰; one bit above that is left for rounding.</summary>
    private static double Unit(double sum) =>
        double.IsFinite(sum) && sum > 0 ? Math.ScaleB(1, Math.Clamp(Math.ILogB(sum) + 1, -90, 200) - 30) : 1;

    private void Pack(int begin, int end)
    {
        var (toG, toH) = ((float)(1 / GradientUnit), (float)(1 / HessianUnit));
        var g = gradient.AsSpan(begin, end - begin);
        var h = hessian.AsSpan(begin, end - begin);
        var words = Words.AsSpan(begin, end - begin);
        int i = 0;
        var half = new Vector<float>(0.5f);
        for (; i <= g.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var whole = Vector.ConvertToInt32(Vector.Floor((new Vector<float>(g[i..]) * toG) + half));
            var weight = Vector.ConvertToInt32(Vector.Floor((new Vector<float>(h[i..]) * toH) + half));
            Vector.Widen(whole, out var lowG, out var highG);
            Vector.Widen(weight, out var lowH, out var highH);
            ((lowG << 32) + lowH).CopyTo(words[i..]);
            ((highG << 32) + highH).CopyTo(words[(i + Vector<long>.Count)..]);
        }

        for (; i < g.Length; i++)
            words[i] = Histogram.Pack((int)MathF.Floor((g[i] * toG) + 0.5f), (uint)MathF.Floor((h[i] * toH) + 0.5f));
    }
}
