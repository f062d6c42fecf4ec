namespace Forecast.Domain.Forecasts;

/// <summary>A probability strictly between 0 and 1. The 80 % interval lies between 0.1 and 0.9.</summary>
public sealed record QuantileLevel
{
    /// <summary>The median.</summary>
    public static readonly QuantileLevel Median = new(0.5);

    /// <summary>Lower end of the 80 % interval.</summary>
    public static readonly QuantileLevel P10 = new(0.1);

    /// <summary>Upper end of the 80 % interval.</summary>
    public static readonly QuantileLevel P90 = new(0.9);

    /// <summary>A level from its probability.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not strictly between 0 and 1.</exception>
    public QuantileLevel(double probability)
    {
        if (probability is not (> 0 and < 1)) // NaN fails too
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile level lies strictly between 0 and 1.");
        }

        Probability = probability;
    }

    /// <summary>The probability that demand stays at or below the quantile.</summary>
    public double Probability { get; }
}
