namespace Forecast.Training.Opinions;

/// <summary>
/// How far a ratio of two sums over days can be trusted, when days near each other are alike: days are drawn again and again in whole
/// blocks, and the ratio is worked out from each draw (moving blocks: Künsch 1989; wrapped around, so that every day is drawn as often as
/// any other: Politis and Romano 1992).
/// </summary>
/// <remarks>The interval is of percentiles. Few blocks make it too narrow; what stays alike for longer than a block is not seen.</remarks>
internal static class BlockBootstrap
{
    /// <summary>Draws; the ends of an interval are whole places among them.</summary>
    private const int Draws = 1999;

    /// <summary>Blocks below which an interval says nothing.</summary>
    private const int FewestBlocks = 3;

    /// <summary>
    /// The interval of Σ<paramref name="numerator"/> ÷ Σ<paramref name="denominator"/>; null with fewer days than three blocks, or where a
    /// draw has no ratio because its denominators add up to zero.
    /// </summary>
    /// <param name="numerator">One value per day, in the order of the days.</param>
    /// <param name="denominator">Likewise, none negative.</param>
    /// <param name="block">Days in a block.</param>
    /// <param name="coverage">Probability that the interval is to have, such as 0.95.</param>
    /// <param name="random">Seeded: the same seed gives the same interval.</param>
    public static (double Lower, double Upper)? RatioInterval(
        ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, int block, double coverage, Random random)
    {
        if (numerator.Length != denominator.Length)
            throw new ArgumentException($"Got {denominator.Length} denominators for {numerator.Length} numerators.", nameof(denominator));
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        if (coverage is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "A probability lies strictly between 0 and 1.");
        ArgumentNullException.ThrowIfNull(random);
        if (numerator.Length < FewestBlocks * block)
            return null;
        var ratios = new double[Draws];
        for (int i = 0; i < Draws; i++)
        {
            if (Draw(numerator, denominator, block, random) is not { } ratio)
                return null;
            ratios[i] = ratio;
        }

        Array.Sort(ratios);
        int outside = (int)Math.Round((Draws + 1) * (1 - coverage) / 2);
        return (ratios[Math.Max(outside, 1) - 1], ratios[Draws - Math.Max(outside, 1)]);
    }

    private static double? Draw(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, int block, Random random)
    {
        double above = 0, below = 0;
        int days = numerator.Length, day = 0;
        for (int i = 0; i < days; i++, day = (day + 1) % days)
        {
            if (i % block == 0)
                day = random.Next(days);
            above += numerator[day];
            below += denominator[day];
        }

        return below > 0 ? above / below : null;
    }
}
