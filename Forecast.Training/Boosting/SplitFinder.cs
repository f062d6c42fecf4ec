using System.Numerics;
using System.Runtime.InteropServices;

namespace Forecast.Training.Boosting;

/// <summary>
/// Looks for the best split of one feature's histogram: second-order gain G²÷(H+λ) (Chen &amp; Guestrin 2016), NaN tried on
/// both sides, categories in the order of their mean gradient (Fisher 1958: for a convex loss the best of all
/// groupings is one of the cuts of this order). Categories lighter than a part of the least leaf take no side of their own.
/// </summary>
internal sealed unsafe class SplitFinder(BoostingOptions options, double gradientUnit, double hessianUnit)
{
    /// <summary>A category needs this part of the least leaf's weight to take part in the order.</summary>
    private const double LeastCategory = 0.2;

    private readonly Vector<double> toGradient = new(gradientUnit), toHessian = new(hessianUnit);

    /// <summary>A leaf value before the learning rate: the Newton step, kept between the bounds that monotone features set.</summary>
    internal double LeafValue(long sum, double low, double high)
    {
        double step = -Histogram.Gradient(sum) * gradientUnit / ((Histogram.Hessian(sum) * hessianUnit) + options.L2);
        double most = options.Loss.LargestStep;
        return double.IsNaN(step) ? 0 : Math.Clamp(Math.Clamp(step, -most, most), low, high);
    }

    internal Split Find(FeatureBins bins, int feature, ReadOnlySpan<long> histogram, in LeafSums leaf)
    {
        if (bins.IsCategorical)
            return FindCategories(bins, feature, histogram, leaf);

        long* left = stackalloc long[Histogram.Width];
        long sum = 0;
        int count = bins.Count;
        for (int b = 0; b < count; b++)
        {
            sum += histogram[b];
            left[b] = sum;
        }

        for (int b = count; b < ((count + Vector<long>.Count - 1) & -Vector<long>.Count) && b < Histogram.Width; b++)
            left[b] = leaf.Sum; // nothing on the right: never chosen

        long missing = histogram[FeatureBins.Missing];
        var best = Scan(left, count, 0, feature, leaf);
        if (missing != 0)
        {
            var other = Scan(left, count, missing, feature, leaf);
            if (other.Gain > best.Gain)
            {
                best = other;
                best.MissingLeft = true;
            }
        }
        else if (best.Gain > 0)
        {
            best.MissingLeft = Histogram.Hessian(best.LeftSum) * 2L > Histogram.Hessian(leaf.Sum); // never seen here: with the many
        }

        if (best.Gain > 0)
            best.Left = BinSet.UpTo(best.Threshold, best.MissingLeft);
        return best;
    }

    private Split Scan(long* left, int count, long missing, int feature, in LeafSums leaf)
    {
        int sign = options.Monotone?[feature] ?? 0;
        var best = options.Monotone is null
            ? ScanVector(left, count, missing, leaf)
            : ScanBounded(left, count, missing, sign, leaf);
        best.Feature = feature;
        return best;
    }

    private Split ScanVector(long* left, int count, long missing, in LeafSums leaf)
    {
        double total = leaf.Gradient(gradientUnit), weight = leaf.Hessian(hessianUnit);
        var (g, h, least, l2) = (
            new Vector<double>(total), new Vector<double>(weight), new Vector<double>(options.MinLeafWeight),
            new Vector<double>(options.L2));
        var (moved, lower) = (new Vector<long>(missing), new Vector<long>(uint.MaxValue));
        var (bestGain, bestBin) = (new Vector<double>(leaf.Score + options.MinGain), new Vector<long>(-1));
        var (bin, step) = (Vector<long>.Indices, new Vector<long>(Vector<long>.Count));
        for (int b = 0; b < count; b += Vector<long>.Count, bin += step)
        {
            var packed = Vector.Load(left + b) + moved;
            var leftG = Vector.ConvertToDouble(packed >> 32) * toGradient;
            var leftH = Vector.ConvertToDouble(packed & lower) * toHessian;
            var (rightG, rightH) = (g - leftG, h - leftH);
            var gain = (leftG * leftG / (leftH + l2)) + (rightG * rightG / (rightH + l2));
            var better = Vector.GreaterThan(gain, bestGain) & Vector.GreaterThanOrEqual(leftH, least) & Vector.GreaterThanOrEqual(
                rightH, least)
                & Vector.GreaterThan(leftH, Vector<double>.Zero) & Vector.GreaterThan(rightH, Vector<double>.Zero);
            bestGain = Vector.ConditionalSelect(better, gain, bestGain);
            bestBin = Vector.ConditionalSelect(better, bin, bestBin);
        }

        var best = default(Split);
        int at = -1;
        double most = leaf.Score + options.MinGain;
        for (int lane = 0; lane < Vector<long>.Count; lane++)
        {
            bool better = bestBin[lane] >= 0 && (bestGain[lane] > most || (bestGain[lane] == most && bestBin[lane] < at));
            if (better)
                (most, at) = (bestGain[lane], (int)bestBin[lane]);
        }

        if (at >= 0)
            best = new Split { Gain = most - leaf.Score, Threshold = at, LeftSum = left[at] + missing };
        return best;
    }

    /// <summary>With monotone features: leaf values are bounded, so the gain is that of the bounded values.</summary>
    private Split ScanBounded(long* left, int count, long missing, int sign, in LeafSums leaf)
    {
        var best = default(Split);
        double whole = BoundedScore(leaf.Sum, leaf.Low, leaf.High);
        for (int b = 0; b < count; b++)
        {
            long leftSum = left[b] + missing, rightSum = leaf.Sum - leftSum;
            if (!HeavyEnough(leftSum) || !HeavyEnough(rightSum))
                continue;
            if (sign != 0)
            {
                double rise = LeafValue(rightSum, leaf.Low, leaf.High) - LeafValue(leftSum, leaf.Low, leaf.High);
                if (rise * sign < 0)
                    continue;
            }

            double gain = BoundedScore(leftSum, leaf.Low, leaf.High) + BoundedScore(rightSum, leaf.Low, leaf.High) - whole;
            if (gain > options.MinGain && gain > best.Gain)
                best = new Split { Gain = gain, Threshold = b, LeftSum = leftSum };
        }

        return best;
    }

    private Split FindCategories(FeatureBins bins, int feature, ReadOnlySpan<long> histogram, in LeafSums leaf)
    {
        Span<double> keys = stackalloc double[Histogram.Width];
        Span<int> order = stackalloc int[Histogram.Width];
        int n = 0;
        double lightest = options.MinLeafWeight * LeastCategory;
        for (int b = 0; b < Histogram.Width; b++)
        {
            if (b >= bins.Count && b != FeatureBins.Missing)
                continue;
            double h = Histogram.Hessian(histogram[b]) * hessianUnit;
            if (h <= 0 || h < lightest)
                continue;
            // Shrunk toward zero gradient, which is the leaf as it is: a small category does not lead the order by chance.
            keys[n] = Histogram.Gradient(histogram[b]) * gradientUnit / (h + options.CategoryL2);
            order[n++] = b;
        }

        if (n < 2)
            return default;
        keys[..n].Sort(order[..n]);

        var best = default(Split);
        double l2 = options.L2 + options.CategoryL2, total = leaf.Gradient(gradientUnit), weight = leaf.Hessian(hessianUnit);
        double whole = total * total / (weight + l2);
        long sum = 0;
        int cut = -1;
        for (int i = 0; i < n - 1; i++)
        {
            sum += histogram[order[i]];
            if (!HeavyEnough(sum) || !HeavyEnough(leaf.Sum - sum))
                continue;
            double g = Histogram.Gradient(sum) * gradientUnit, h = Histogram.Hessian(sum) * hessianUnit;
            double gain = (g * g / (h + l2)) + ((total - g) * (total - g) / (weight - h + l2)) - whole;
            if (gain > options.MinGain && gain > best.Gain)
            {
                best = new Split { Gain = gain, LeftSum = sum };
                cut = i;
            }
        }

        (best.Feature, best.Threshold) = (feature, -1);
        for (int i = 0; i <= cut; i++)
            best.Left.Add(order[i]);
        return best;
    }

    private bool HeavyEnough(long sum) => Histogram.Hessian(sum) is var h && h > 0 && h * hessianUnit >= options.MinLeafWeight;

    private double BoundedScore(long sum, double low, double high)
    {
        double g = Histogram.Gradient(sum) * gradientUnit, h = (Histogram.Hessian(sum) * hessianUnit) + options.L2;
        double value = LeafValue(sum, low, high);
        return -((2 * g * value) + (h * value * value));
    }
}

/// <summary>What the search needs to know of the leaf as a whole.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeafSums(long Sum, double Score, double Low, double High)
{
    internal double Gradient(double unit) => Histogram.Gradient(Sum) * unit;

    internal double Hessian(double unit) => Histogram.Hessian(Sum) * unit;

    internal static LeafSums Of(long sum, double low, double high, double gradientUnit, double hessianUnit, double l2)
    {
        double g = Histogram.Gradient(sum) * gradientUnit, h = (Histogram.Hessian(sum) * hessianUnit) + l2;
        return new LeafSums(sum, h > 0 ? g * g / h : 0, low, high);
    }
}
