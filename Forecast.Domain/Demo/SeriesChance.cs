namespace Forecast.Domain.Demo;

/// <summary>All that chance decides about one series.</summary>
internal sealed class SeriesChance
{
    private const float StockOutRate = 0.004f;
    private const int LongestStockOut = 3;
    private const float CountByInversionBelow = 12f;

    private readonly DemoChance counts;
    private readonly DemoChance stockOuts;
    private readonly DemoChance participation;

    public SeriesChance(DemoChance chance, int store, int item)
    {
        Affinity = chance.About(DemoSubject.Affinity, store, item).Normal(0);
        Trend = chance.About(DemoSubject.Trend, store, item).Normal(0);
        Noise = chance.About(DemoSubject.Popularity, store, item).Between(0.08f, 0.22f);
        Level = chance.About(DemoSubject.Level, store, item);
        Day = chance.About(DemoSubject.Day, store, item);
        counts = chance.About(DemoSubject.Count, store, item);
        stockOuts = chance.About(DemoSubject.StockOut, store, item);
        participation = chance.About(DemoSubject.Participation, store, item);
    }

    /// <summary>How much the store's customers like the item.</summary>
    public float Affinity { get; }

    /// <summary>The series' own trend.</summary>
    public float Trend { get; }

    /// <summary>Relative spread of demand from day to day beyond counting.</summary>
    public float Noise { get; }

    /// <summary>Slow ups and downs.</summary>
    public DemoChance Level { get; }

    /// <summary>Daily ups and downs.</summary>
    public DemoChance Day { get; }

    /// <summary>Whether the store takes part in a promotion of that week; nine in ten do.</summary>
    public bool TakesPart(int week) => participation.Unit(week) < 0.9f;

    /// <summary>A Poisson count: by inversion where the mean is small, by the normal approximation where it is not.</summary>
    public float Count(int day, float mean)
    {
        if (mean >= CountByInversionBelow)
            return MathF.Max(0f, MathF.Round(mean + MathF.Sqrt(mean) * counts.Normal(day)));

        float uniform = counts.Unit(day), probability = MathF.Exp(-mean), sum = probability;
        int count = 0;
        while (uniform > sum && count < 60)
        {
            count++;
            probability *= mean / count;
            sum += probability;
        }

        return count;
    }

    /// <summary>
    /// Share of a day's demand that the shelf could serve: part of the first day of a stock-out, nothing of the next ones, else all.
    /// </summary>
    public float ShelfLeft(int day)
    {
        float left = 1f;
        for (int ago = 0; ago < LongestStockOut; ago++)
        {
            ulong bits = stockOuts.Bits(day - ago);
            if ((bits >> 40) * (1f / (1 << 24)) < StockOutRate && ago <= (int)(bits % LongestStockOut))
                left = MathF.Min(left, ago == 0 ? 0.2f + 0.6f * ((bits >> 8) & 0xFF) / 256f : 0f);
        }

        return left;
    }
}
