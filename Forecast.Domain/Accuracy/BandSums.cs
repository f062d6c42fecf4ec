namespace Forecast.Domain.Accuracy;

/// <summary>How actuals fell against the quantiles forecast of them; pooled before dividing, undefined without values.</summary>
public sealed record BandSums
{
    /// <summary>Values whose band is scored.</summary>
    public long Values { get; init; }

    /// <summary>Actuals inside [P10, P90], bounds included.</summary>
    public long Inside { get; init; }

    /// <summary>Actuals at or below P10, the median and P90.</summary>
    public (long P10, long P50, long P90) AtMost { get; init; }

    /// <summary>Σ pinball loss of P10, the median and P90, units.</summary>
    public (double P10, double P50, double P90) Pinball { get; init; }

    /// <summary>Σ|actual − predicted| of seasonal naive on the same values, units.</summary>
    public double NaiveAbsoluteError { get; init; }

    /// <summary>Share of actuals inside the 80 % band.</summary>
    public double? Coverage => Share(Inside);

    /// <summary>Mean pinball loss of the three quantiles, units per value.</summary>
    public double? MeanPinball => Share((Pinball.P10 + Pinball.P50 + Pinball.P90) / 3);

    /// <summary>
    /// The same of seasonal naive, which says one number for all quantiles: over levels that lie evenly around the median, the losses of
    /// one number have half of its error as their mean.
    /// </summary>
    public double? NaiveMeanPinball => Share(NaiveAbsoluteError / 2);

    /// <summary>Level and share of actuals at or below it, for each quantile; the shares are null without values.</summary>
    public IReadOnlyList<(double Level, double? Share)> Reliability =>
        [(0.1, Share(AtMost.P10)), (0.5, Share(AtMost.P50)), (0.9, Share(AtMost.P90))];

    /// <summary>The sums of both.</summary>
    public static BandSums operator +(BandSums one, BandSums other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new BandSums
        {
            Values = one.Values + other.Values,
            Inside = one.Inside + other.Inside,
            AtMost = (one.AtMost.P10 + other.AtMost.P10, one.AtMost.P50 + other.AtMost.P50, one.AtMost.P90 + other.AtMost.P90),
            Pinball = (one.Pinball.P10 + other.Pinball.P10, one.Pinball.P50 + other.Pinball.P50, one.Pinball.P90 + other.Pinball.P90),
            NaiveAbsoluteError = one.NaiveAbsoluteError + other.NaiveAbsoluteError,
        };
    }

    private double? Share(double part) => Values > 0 ? part / Values : null;
}
