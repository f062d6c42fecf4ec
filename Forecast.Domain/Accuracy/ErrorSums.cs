using Forecast.Domain.Forecasts;

namespace Forecast.Domain.Accuracy;

/// <summary>
/// Sums of errors and the scores they make: the definitions of <see cref="PointAccuracy"/> and <see cref="QuantileAccuracy"/>, pooled
/// before dividing. A score whose denominator is zero, or whose sums nobody has, is undefined: null, never a perfect zero.
/// </summary>
public sealed record ErrorSums
{
    /// <summary>Values scored: item-days or totals.</summary>
    public long Scored { get; init; }

    /// <summary>Item-days left out for want of sales.</summary>
    public long NotLoaded { get; init; }

    /// <summary>Item-days left out because the shelf ran empty.</summary>
    public long RanOut { get; init; }

    /// <summary>Σ|actual|, units.</summary>
    public double Actual { get; init; }

    /// <summary>Σ(predicted − actual), units.</summary>
    public double SignedError { get; init; }

    /// <summary>Σ|actual − predicted|, units.</summary>
    public double AbsoluteError { get; init; }

    /// <summary>Of seasonal naive: Σ(predicted − actual); null where only sizes are known.</summary>
    public double? NaiveSignedError { get; init; }

    /// <summary>Of seasonal naive: Σ|actual − predicted|; null where it is not known.</summary>
    public double? NaiveAbsoluteError { get; init; }

    /// <summary>Values with a scale, and Σ|actual − predicted| ÷ scale, ours and that of seasonal naive.</summary>
    public Scaled Absolute { get; init; } = new(0, 0, 0);

    /// <summary>Values with a scale, and Σ(actual − predicted)² ÷ scale, ours and that of seasonal naive.</summary>
    public Scaled Squared { get; init; } = new(0, 0, 0);

    /// <summary>What is known of the bands.</summary>
    public BandSums Bands { get; init; } = new();

    /// <summary>Σ|actual − predicted| ÷ Σ|actual|.</summary>
    public double? Wape => Share(AbsoluteError, Actual);

    /// <summary>Σ(predicted − actual) ÷ Σ|actual|; positive means too much was expected.</summary>
    public double? Bias => Share(SignedError, Actual);

    /// <summary>WAPE of seasonal naive on the same days.</summary>
    public double? NaiveWape => Share(NaiveAbsoluteError, Actual);

    /// <summary>Bias of seasonal naive on the same days.</summary>
    public double? NaiveBias => Share(NaiveSignedError, Actual);

    /// <summary>Mean |actual − predicted| ÷ in-sample naive scale.</summary>
    public double? Mase => Absolute.Ours;

    /// <summary>MASE of seasonal naive.</summary>
    public double? NaiveMase => Absolute.Naive;

    /// <summary>√(mean (actual − predicted)² ÷ in-sample naive scale).</summary>
    public double? Rmsse => Root(Squared.Ours);

    /// <summary>RMSSE of seasonal naive.</summary>
    public double? NaiveRmsse => Root(Squared.Naive);

    /// <summary>The sums of both.</summary>
    public static ErrorSums operator +(ErrorSums one, ErrorSums other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new ErrorSums
        {
            Scored = one.Scored + other.Scored,
            NotLoaded = one.NotLoaded + other.NotLoaded,
            RanOut = one.RanOut + other.RanOut,
            Actual = one.Actual + other.Actual,
            SignedError = one.SignedError + other.SignedError,
            AbsoluteError = one.AbsoluteError + other.AbsoluteError,
            NaiveSignedError = one.NaiveSignedError + other.NaiveSignedError,
            NaiveAbsoluteError = one.NaiveAbsoluteError + other.NaiveAbsoluteError,
            Absolute = one.Absolute + other.Absolute,
            Squared = one.Squared + other.Squared,
            Bands = one.Bands + other.Bands,
        };
    }

    /// <summary>The sum of all; of none, sums of zero, whose scores are undefined.</summary>
    public static ErrorSums Of(IEnumerable<ErrorSums> sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        return sums.Aggregate(new ErrorSums { NaiveSignedError = 0, NaiveAbsoluteError = 0 }, (one, other) => one + other);
    }

    private static double? Share(double? part, double whole) => whole > 0 ? part / whole : null;

    private static double? Root(double? square) => square is { } known ? Math.Sqrt(known) : null;

    /// <summary>Errors divided by the scale of their own series.</summary>
    /// <param name="Values">Values that have a scale.</param>
    /// <param name="Sum">Their sum.</param>
    /// <param name="NaiveSum">The sum of seasonal naive on the same values.</param>
    public sealed record Scaled(long Values, double Sum, double NaiveSum)
    {
        /// <summary>The mean; null without values.</summary>
        public double? Ours => Share(Sum, Values);

        /// <summary>The mean of seasonal naive.</summary>
        public double? Naive => Share(NaiveSum, Values);

        /// <summary>The sums of both.</summary>
        public static Scaled operator +(Scaled one, Scaled other)
        {
            ArgumentNullException.ThrowIfNull(one);
            ArgumentNullException.ThrowIfNull(other);
            return new(one.Values + other.Values, one.Sum + other.Sum, one.NaiveSum + other.NaiveSum);
        }
    }
}
