namespace Forecast.Training.Boosting;

/// <summary>
/// A loss with its link. Trees are added on the scale of the link (scores); <see cref="Mean"/> leads back to demand.
/// </summary>
public abstract class BoostingLoss
{
    private protected BoostingLoss()
    {
    }

    /// <summary>Half the squared residual; predicts the mean.</summary>
    public static BoostingLoss Squared { get; } = new SquaredLoss();

    /// <summary>Poisson deviance with log link; predicts the mean of a count, never negative.</summary>
    public static BoostingLoss Poisson { get; } = new PoissonLoss();

    /// <summary>Tweedie deviance with log link (Jørgensen 1987): many zeros and a skewed rest. Predicts the mean.</summary>
    /// <param name="power">Variance is proportional to mean^power; strictly between 1 and 2.</param>
    public static BoostingLoss Tweedie(double power) => new TweedieLoss(power);

    /// <summary>Pinball loss (Koenker &amp; Bassett 1978); predicts the quantile.</summary>
    /// <param name="level">Probability strictly between 0 and 1.</param>
    public static BoostingLoss Quantile(double level) => new QuantileLoss(level);

    /// <summary>Identifies the loss in stored models, with <see cref="Parameter"/>.</summary>
    internal abstract byte Code { get; }

    /// <summary>Power or level; 0 where there is none.</summary>
    internal virtual float Parameter => 0;

    /// <summary>If leaves take this quantile of their residuals (then the hessian says nothing), its level.</summary>
    internal virtual double? LeafQuantile => null;

    /// <summary>Whether targets below zero have no meaning.</summary>
    internal virtual bool NeedsNonNegative => false;

    /// <summary>Largest leaf value before the learning rate; keeps a log link from leaping where the hessian is all but zero.</summary>
    internal virtual double LargestStep => double.PositiveInfinity;

    /// <summary>The best constant score.</summary>
    internal abstract double Start(ReadOnlySpan<float> target, ReadOnlySpan<float> weight);

    /// <summary>Gradient and hessian per row; weights are applied by the caller.</summary>
    internal abstract void Derivatives(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, Span<float> gradient, Span<float> hessian);

    /// <summary>Weighted sum of losses, up to a constant that does not depend on the scores.</summary>
    internal abstract double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> target, ReadOnlySpan<float> weight);

    /// <summary>From scores to predictions, in place.</summary>
    internal virtual void Mean(Span<float> scores)
    {
    }

    internal static BoostingLoss FromCode(byte code, float parameter) => code switch
    {
        1 => Squared,
        2 => Poisson,
        3 when parameter is > 1 and < 2 => Tweedie(parameter),
        4 when parameter is > 0 and < 1 => Quantile(parameter),
        _ => throw new InvalidDataException($"The stored trees name loss {code} with parameter {parameter}, which does not exist."),
    };

    private protected static double WeightedMean(ReadOnlySpan<float> target, ReadOnlySpan<float> weight)
    {
        double sum = 0, weights = 0;
        for (int i = 0; i < target.Length; i++)
        {
            double w = weight.IsEmpty ? 1 : weight[i];
            sum += w * target[i];
            weights += w;
        }

        return weights > 0 ? sum / weights : 0;
    }

    /// <summary>The best constant under a log link. All zeros would be −∞: e⁻¹⁰ of a unit is zero to any planner.</summary>
    private protected static double LogMean(ReadOnlySpan<float> target, ReadOnlySpan<float> weight) =>
        Math.Log(Math.Max(WeightedMean(target, weight), 4.5e-5));
}
