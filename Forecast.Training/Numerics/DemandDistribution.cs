using System.Runtime.InteropServices;

namespace Forecast.Training.Numerics;

/// <summary>
/// Predictive distribution of one day's demand with a given mean and variance: negative binomial (Poisson where the variance is no greater
/// than the mean) for small whole quantities, otherwise gamma by the cube-root transformation of Wilson and Hilferty (1931).
/// </summary>
/// <remarks>
/// The shape is a working assumption only: the levels at which it is read are calibrated on backtests, so the bands hold whether or not
/// demand is of this shape.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct DemandDistribution
{
    /// <summary>Means above this use the continuous form.</summary>
    private const double LargestCountMean = 40;

    /// <summary>Where zero is left out of a band, the band begins here: no demand lies below it, and it reads as zero.</summary>
    private const float JustAbove = 0.01f;

    private readonly double mean, variance;
    private readonly bool counts;

    public DemandDistribution(double mean, double variance, bool whole)
    {
        this.mean = Math.Max(0, mean);
        this.variance = Math.Max(variance, 1e-12);
        counts = whole && mean <= LargestCountMean;
    }

    /// <summary>P(Y ≤ y) and, in <paramref name="below"/>, P(Y &lt; y).</summary>
    public double Cdf(double y, out double below)
    {
        if (mean <= 0)
            return below = y > 0 ? 1 : 0.5; // all mass at zero; the middle of it
        if (!counts)
            return below = Normal.Cdf(CubeRoot(y));

        var pmf = Mass(out double ratio, out double size);
        double sum = pmf;
        below = 0;
        for (int k = 1; k <= y && sum < 1 - 1e-12; k++)
        {
            below = sum;
            pmf *= Next(k, ratio, size);
            sum += pmf;
        }

        if (y > 0 && sum >= 1 - 1e-12)
            below = Math.Max(below, sum - pmf);
        return Math.Min(1, sum);
    }

    /// <summary>
    /// The smallest demand whose cumulative probability reaches each level; levels ascend. The first is a lower end: a count that would be
    /// zero is read just above it where zero is less likely than <paramref name="leaveOutZero"/>.
    /// </summary>
    public void Quantiles(ReadOnlySpan<double> levels, double leaveOutZero, Span<float> quantiles)
    {
        if (mean <= 0)
        {
            quantiles.Clear();
            return;
        }

        if (!counts)
        {
            for (int i = 0; i < levels.Length; i++)
                quantiles[i] = (float)FromCubeRoot(Normal.Quantile(Math.Clamp(levels[i], 1e-6, 1 - 1e-6)));
            return;
        }

        double pmf = Mass(out double ratio, out double size), zero = pmf, sum = pmf, most = 20 * (mean + Math.Sqrt(variance)) + 20;
        int k = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            while (sum < levels[i] && k < most)
            {
                k++;
                pmf *= Next(k, ratio, size);
                sum += pmf;
            }

            quantiles[i] = i == 0 && k == 0 && zero < leaveOutZero ? JustAbove : k;
        }
    }

    /// <summary>
    /// Mean of a demand that is known to be at least <paramref name="y"/>, and in <paramref name="variance"/> its variance: what a shelf
    /// that ran empty after y units would have sold (Tobin, 1958, for the normal; Nahmias, 1994, for lost sales). Never below y.
    /// </summary>
    public double AtLeast(double y, out double variance)
    {
        variance = 0;
        if (mean <= 0)
            return Math.Max(0, y);
        var (first, second) = counts ? CountsAtLeast(Math.Max(0, Math.Ceiling(y))) : CubesAtLeast(Math.Max(0, y));
        variance = Math.Max(0, second - first * first);
        return double.IsFinite(first) ? Math.Max(y, first) : y;
    }

    /// <summary>First and second moment by the recursion upward from y, so that nothing cancels in the tail.</summary>
    private (double First, double Second) CountsAtLeast(double y)
    {
        _ = Mass(out double ratio, out double size);
        double weight = 1, sum = 1, excess = 0, square = 0, most = 20 * (mean + Math.Sqrt(variance)) + 20;
        for (int j = 1; j <= most; j++)
        {
            weight *= Next((int)y + j, ratio, size);
            sum += weight;
            excess += j * weight;
            square += (double)j * j * weight;
            if (y + j > mean && (double)j * j * weight < 1e-9 * (1 + square))
                break;
        }

        double first = y + excess / sum;
        return (first, (square - excess * excess / sum) / sum + first * first);
    }

    /// <summary>The same for the cube of a normal variable above its bound: the moments of the bounded normal follow a recursion.</summary>
    private (double First, double Second) CubesAtLeast(double y)
    {
        double spread = variance / (mean * mean) / 9, scale = Math.Sqrt(spread), centre = 1 - spread;
        double bound = Math.Max(CubeRoot(y), -centre / scale); // demand is not negative
        double tail = Normal.Cdf(-bound);
        if (tail < 1e-100)
            return (y, y * y);
        Span<double> moments = stackalloc double[7];
        double hazard = Math.Exp(-bound * bound / 2) / Math.Sqrt(2 * Math.PI) / tail, power = 1;
        moments[0] = 1;
        moments[1] = hazard;
        for (int k = 2; k < moments.Length; k++)
        {
            power *= bound;
            moments[k] = power * hazard + (k - 1) * moments[k - 2];
        }

        return (mean * Power(centre, scale, 3, moments), mean * mean * Power(centre, scale, 6, moments));
    }

    /// <summary>E[(centre + scale · Z)^n] from the moments of Z.</summary>
    private static double Power(double centre, double scale, int n, ReadOnlySpan<double> moments)
    {
        double sum = 0, choose = 1;
        for (int k = 0; k <= n; k++)
        {
            sum += choose * Math.Pow(centre, n - k) * Math.Pow(scale, k) * moments[k];
            choose = choose * (n - k) / (k + 1);
        }

        return sum;
    }

    /// <summary>P(Y = 0), and what the recursion to the next count needs; an infinite size is Poisson.</summary>
    private double Mass(out double ratio, out double size)
    {
        double excess = variance - mean;
        if (excess <= 1e-3 * mean)
        {
            size = double.PositiveInfinity;
            ratio = mean;
            return Math.Exp(-mean);
        }

        size = mean * mean / excess;
        ratio = excess / variance; // 1 − p
        return Math.Exp(-size * Math.Log(variance / mean));
    }

    private static double Next(int k, double ratio, double size) =>
        double.IsPositiveInfinity(size) ? ratio / k : ratio * (size + k - 1) / k;

    private double CubeRoot(double y)
    {
        double spread = variance / (mean * mean) / 9;
        return (Math.Cbrt(Math.Max(0, y) / mean) - (1 - spread)) / Math.Sqrt(spread);
    }

    private double FromCubeRoot(double z)
    {
        double spread = variance / (mean * mean) / 9, root = 1 - spread + z * Math.Sqrt(spread);
        return root <= 0 ? 0 : mean * root * root * root;
    }
}
