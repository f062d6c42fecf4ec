using Forecast.Training.Numerics;

namespace Forecast.Training.Engine.Paths;

/// <summary>
/// A whole distribution from a few of its quantiles: straight lines between them against the standard normal quantile, which continue
/// beyond the last ones as steep as from the median to the outermost quantile of their side. Never below zero, never falling.
/// </summary>
internal sealed class QuantileCurve
{
    /// <summary>Normal score beyond which nothing is told apart.</summary>
    private const double Outermost = 4;

    private const int Bisections = 20;

    private readonly double[] at, value;
    private readonly double below, above;

    /// <summary>A curve through these quantiles; what falls short of the one before is raised to it.</summary>
    /// <param name="levels">Ascending probabilities, one of them 0.5.</param>
    /// <param name="values">Quantiles at those levels.</param>
    public QuantileCurve(ReadOnlySpan<double> levels, ReadOnlySpan<double> values)
    {
        at = new double[levels.Length];
        value = new double[levels.Length];
        for (int i = 0; i < at.Length; i++)
        {
            at[i] = Normal.Quantile(levels[i]);
            value[i] = Math.Max(i == 0 ? 0 : value[i - 1], values[i]);
        }

        double median = value[levels.IndexOf(0.5)];
        below = (median - value[0]) / -at[0];
        above = (value[^1] - median) / at[^1];
    }

    /// <summary>
    /// The normal score between −<see cref="Outermost"/> and <see cref="Outermost"/> above which the quantile exceeds a value.
    /// </summary>
    public double Above(double limit)
    {
        double low = -Outermost, high = Outermost;
        for (int i = 0; i < Bisections; i++)
        {
            double middle = (low + high) / 2;
            if (At(middle) > limit)
                high = middle;
            else
                low = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>The quantile at the level that the standard normal has at <paramref name="normal"/>.</summary>
    public double At(double normal)
    {
        if (normal <= at[0])
            return Math.Max(0, value[0] + below * (normal - at[0]));
        if (normal >= at[^1])
            return value[^1] + above * (normal - at[^1]);
        int i = 1;
        while (at[i] < normal)
            i++;
        return value[i - 1] + (value[i] - value[i - 1]) * (normal - at[i - 1]) / (at[i] - at[i - 1]);
    }
}
