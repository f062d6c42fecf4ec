namespace Forecast.Training.Backtesting;

/// <summary>
/// Non-negative weights that sum to 1 and minimise wᵀGw, by exponentiated gradient (Kivinen and Warmuth, 1997) with a step in
/// proportion to the objective, halved whenever it overshoots; then small shares are dropped.
/// </summary>
internal static class SimplexWeights
{
    private const int Iterations = 80;
    private const double FirstStep = 1.5;
    private const double SmallestShare = 0.03;

    /// <summary>G is symmetric and positive semi-definite, row-major. An all-zero G gives equal weights.</summary>
    public static void Solve(ReadOnlySpan<double> matrix, Span<double> weights)
    {
        int n = weights.Length;
        weights.Fill(1.0 / n);
        double trace = 0;
        for (int i = 0; i < n; i++)
            trace += matrix[i * n + i];
        if (!(trace > 0) || !double.IsFinite(trace))
            return;

        Span<double> gradient = stackalloc double[n];
        double ridge = 0.002 * trace / n; // of two models that err alike, both get a share
        double step = FirstStep, previous = double.PositiveInfinity;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            double least = double.PositiveInfinity, objective = 0;
            for (int i = 0; i < n; i++)
            {
                double g = ridge * weights[i];
                var row = matrix.Slice(i * n, n);
                for (int j = 0; j < n; j++)
                    g += row[j] * weights[j];
                gradient[i] = g;
                objective += g * weights[i];
                least = Math.Min(least, g);
            }

            if (!(objective > 0))
                break;
            if (objective > previous)
                step /= 2;
            previous = objective;
            double sum = 0;
            for (int i = 0; i < n; i++)
            {
                weights[i] *= Math.Exp(-step * (gradient[i] - least) / objective);
                sum += weights[i];
            }

            for (int i = 0; i < n; i++)
                weights[i] /= sum;
        }

        Drop(weights);
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
