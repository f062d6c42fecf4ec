using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Forecast.Training.Backtesting;

/// <summary>
/// Non-negative weights that sum to 1 and minimise wᵀGw, by exponentiated gradient (Kivinen and Warmuth, 1997) with a step in
/// proportion to the objective; a step that overshoots is taken back and halved. Then small shares are dropped.
/// </summary>
internal static class SimplexWeights
{
    private const int Iterations = 80;
    private const double FirstStep = 1.5;
    private const double SmallestShare = 0.03;

    /// <summary>G is symmetric and positive semi-definite, row-major. An all-zero G gives equal weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve(ReadOnlySpan<double> matrix, Span<double> weights)
    {
        int n = weights.Length;
        weights.Fill(1.0 / n);
        double trace = 0;
        for (int i = 0; i < n; i++)
            trace += matrix[i * n + i];
        if (!(trace > 0) || !double.IsFinite(trace))
            return;

        // Rows are filled up with zeros to whole vectors; of two models that err alike, both get a share by the ridge.
        int width = (n + Vector<double>.Count - 1) / Vector<double>.Count;
        Span<Vector<double>> rows = stackalloc Vector<double>[n * width], shares = stackalloc Vector<double>[width],
            gradient = stackalloc Vector<double>[width];
        Span<Vector<double>> bestShares = stackalloc Vector<double>[width], bestGradient = stackalloc Vector<double>[width];
        rows.Clear();
        shares.Clear();
        var share = MemoryMarshal.Cast<Vector<double>, double>(shares);
        weights.CopyTo(share);
        for (int i = 0; i < n; i++)
        {
            var row = MemoryMarshal.Cast<Vector<double>, double>(rows.Slice(i * width, width));
            matrix.Slice(i * n, n).CopyTo(row);
            row[i] += 0.002 * trace / n;
        }

        double step = FirstStep, best = double.PositiveInfinity;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            gradient.Clear();
            for (int j = 0; j < n; j++)
            {
                var w = new Vector<double>(share[j]);
                var row = rows.Slice(j * width, width);
                for (int k = 0; k < gradient.Length; k++)
                    gradient[k] = Vector.MultiplyAddEstimate(w, row[k], gradient[k]);
            }

            var objectives = Vector<double>.Zero;
            for (int k = 0; k < gradient.Length; k++)
                objectives += gradient[k] * shares[k];
            double objective = Vector.Sum(objectives);
            if (!(objective > 0))
                break;
            if (objective > best)
            {
                step /= 2;
                bestShares.CopyTo(shares);
                bestGradient.CopyTo(gradient);
            }
            else
            {
                best = objective;
                shares.CopyTo(bestShares);
                gradient.CopyTo(bestGradient);
            }

            Descend(shares, gradient, step / best);
        }

        bestShares.CopyTo(shares);
        share[..n].CopyTo(weights);
        Drop(weights);
    }

    /// <summary>Multiplies each share by exp(−rate × its gradient) and scales their sum to 1; what fills up stays 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Descend(Span<Vector<double>> shares, ReadOnlySpan<Vector<double>> gradient, double rate)
    {
        var least = gradient[0];
        for (int k = 1; k < gradient.Length; k++)
            least = Vector.Min(least, gradient[k]);
        double smallest = least[0];
        for (int i = 1; i < Vector<double>.Count; i++)
            smallest = Math.Min(smallest, least[i]);

        var sums = Vector<double>.Zero;
        for (int k = 0; k < shares.Length; k++)
        {
            shares[k] *= Vector.Exp(-rate * (gradient[k] - new Vector<double>(smallest)));
            sums += shares[k];
        }

        double sum = Vector.Sum(sums);
        for (int k = 0; k < shares.Length; k++)
            shares[k] *= 1 / sum;
    }

    private static void Drop(Span<double> weights)
    {
        double kept = 0;
        foreach (ref double w in weights)
        {
            if (w < SmallestShare)
                w = 0;
            kept += w;
        }

        foreach (ref double w in weights)
            w /= kept;
    }
}
