using System.Numerics;

namespace Forecast.Training.Boosting;

internal sealed class SquaredLoss : BoostingLoss
{
    internal override byte Code => 1;

    internal override double Start(ReadOnlySpan<float> target, ReadOnlySpan<float> weight) => WeightedMean(target, weight);

    internal override void Derivatives(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, Span<float> gradient, Span<float> hessian)
    {
        hessian.Fill(1);
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(scores[i..]) - new Vector<float>(target[i..])).CopyTo(gradient[i..]);
        for (; i < scores.Length; i++)
            gradient[i] = scores[i] - target[i];
    }

    internal override double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, ReadOnlySpan<float> weight)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double residual = target[i] - scores[i];
            sum += 0.5 * (weight.IsEmpty ? 1 : weight[i]) * residual * residual;
        }

        return sum;
    }
}

internal sealed class PoissonLoss : BoostingLoss
{
    internal override byte Code => 2;

    internal override bool NeedsNonNegative => true;

    internal override double LargestStep => 5;

    internal override double Start(ReadOnlySpan<float> target, ReadOnlySpan<float> weight) => LogMean(target, weight);

    internal override void Derivatives(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, Span<float> gradient, Span<float> hessian)
    {
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var mean = Vector.Exp(new Vector<float>(scores[i..]));
            mean.CopyTo(hessian[i..]);
            (mean - new Vector<float>(target[i..])).CopyTo(gradient[i..]);
        }

        for (; i < scores.Length; i++)
        {
            hessian[i] = MathF.Exp(scores[i]);
            gradient[i] = hessian[i] - target[i];
        }
    }

    internal override double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, ReadOnlySpan<float> weight)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
            sum += (weight.IsEmpty ? 1 : weight[i]) * (Math.Exp(scores[i]) - ((double)target[i] * scores[i]));
        return sum;
    }

    internal override void Mean(Span<float> scores) => LogLink.Invert(scores);
}

/// <summary>Tweedie deviance, 1 &lt; power &lt; 2: −y e^((1−p)s) ÷ (1−p) + e^((2−p)s) ÷ (2−p).</summary>
internal sealed class TweedieLoss : BoostingLoss
{
    private readonly float power;

    internal TweedieLoss(double power)
    {
        if (power is not (> 1 and < 2)) // NaN fails too
            throw new ArgumentOutOfRangeException(nameof(power), power, "A Tweedie variance power lies strictly between 1 and 2.");
        this.power = (float)power;
    }

    internal override byte Code => 3;

    internal override float Parameter => power;

    internal override bool NeedsNonNegative => true;

    internal override double LargestStep => 5;

    internal override double Start(ReadOnlySpan<float> target, ReadOnlySpan<float> weight) => LogMean(target, weight);

    internal override void Derivatives(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, Span<float> gradient, Span<float> hessian)
    {
        float one = 1 - power, two = 2 - power;
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var score = new Vector<float>(scores[i..]);
            var sold = new Vector<float>(target[i..]) * Vector.Exp(score * one);
            var expected = Vector.Exp(score * two);
            (expected - sold).CopyTo(gradient[i..]);
            ((expected * two) - (sold * one)).CopyTo(hessian[i..]);
        }

        for (; i < scores.Length; i++)
        {
            float sold = target[i] * MathF.Exp(one * scores[i]), expected = MathF.Exp(two * scores[i]);
            gradient[i] = expected - sold;
            hessian[i] = (two * expected) - (one * sold);
        }
    }

    internal override double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, ReadOnlySpan<float> weight)
    {
        double one = 1 - power, two = 2 - power, sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double loss = (Math.Exp(two * scores[i]) / two) - (target[i] * Math.Exp(one * scores[i]) / one);
            sum += (weight.IsEmpty ? 1 : weight[i]) * loss;
        }

        return sum;
    }

    internal override void Mean(Span<float> scores) => LogLink.Invert(scores);
}

/// <summary>
/// Splits follow the sign of the residual; leaves then take the quantile itself (Friedman 2001, section 4.3, for any level).
/// </summary>
internal sealed class QuantileLoss : BoostingLoss
{
    private readonly float level;

    internal QuantileLoss(double level)
    {
        if (level is not (> 0 and < 1)) // NaN fails too
            throw new ArgumentOutOfRangeException(nameof(level), level, "A quantile level lies strictly between 0 and 1.");
        this.level = (float)level;
    }

    internal override byte Code => 4;

    internal override float Parameter => level;

    internal override double? LeafQuantile => level;

    internal override double Start(ReadOnlySpan<float> target, ReadOnlySpan<float> weight)
    {
        var values = target.ToArray();
        var weights = weight.IsEmpty ? [] : weight.ToArray();
        return WeightedQuantile.Of(values, weights, level);
    }

    internal override void Derivatives(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, Span<float> gradient, Span<float> hessian)
    {
        hessian.Fill(1);
        for (int i = 0; i < scores.Length; i++)
            gradient[i] = target[i] > scores[i] ? -level : 1 - level;
    }

    internal override double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, ReadOnlySpan<float> weight)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double residual = target[i] - scores[i];
            sum += (weight.IsEmpty ? 1 : weight[i]) * Math.Max(level * residual, (level - 1) * residual);
        }

        return sum;
    }
}

internal static class LogLink
{
    /// <summary>e^score, in place.</summary>
    internal static void Invert(Span<float> scores)
    {
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Exp(new Vector<float>(scores[i..])).CopyTo(scores[i..]);
        for (; i < scores.Length; i++)
            scores[i] = MathF.Exp(scores[i]);
    }
}

internal static class WeightedQuantile
{
    /// <summary>
    /// The smallest value with at least <paramref name="level"/> of the weight at or below it. Reorders both spans; no weights: all alike;
    /// no values: 0.
    /// </summary>
    internal static double Of(Span<float> values, Span<float> weights, double level)
    {
        if (values.IsEmpty)
            return 0;
        if (weights.IsEmpty)
        {
            values.Sort();
            return values[Math.Clamp((int)Math.Ceiling(level * values.Length) - 1, 0, values.Length - 1)];
        }

        values.Sort(weights);
        double total = 0, below = 0;
        foreach (float w in weights)
            total += w;
        for (int i = 0; i < values.Length; i++)
        {
            below += weights[i];
            if (below >= level * total)
                return values[i];
        }

        return values[^1];
    }
}
