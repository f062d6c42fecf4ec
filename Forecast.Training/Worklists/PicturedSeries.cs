using Forecast.Domain.Forecasts;

namespace Forecast.Training.Worklists;

/// <summary>One item in one store: what it sold lately, what is forecast, and what was forecast before.</summary>
internal sealed class PicturedSeries
{
    private const int Week = 7;

    /// <summary>Days of a week that must be known; the others count like them.</summary>
    private const int FewestDays = 4;

    private double[]? weeks;
    private LevelNoise? noise;

    /// <summary>Its key.</summary>
    public required int Id { get; init; }

    /// <summary>The store.</summary>
    public required int StoreId { get; init; }

    /// <summary>The item.</summary>
    public required int ItemId { get; init; }

    /// <summary>Units sold on the last <see cref="RegionPicture.DaysBack"/> days up to the origin; NaN where not loaded.</summary>
    public required ReadOnlyMemory<float> Sold { get; init; }

    /// <summary>Expected units of the days ahead.</summary>
    public required float[] Mean { get; init; }

    /// <summary>Lower end of the 80 % band of these days.</summary>
    public required float[] P10 { get; init; }

    /// <summary>Upper end of it.</summary>
    public required float[] P90 { get; init; }

    /// <summary>What the forecast before expected of the same days, as far as it reached; empty without one.</summary>
    public float[] Before { get; init; } = [];

    /// <summary>Method of the forecast.</summary>
    public required string Method { get; init; }

    /// <summary>Method of the forecast before; empty without one.</summary>
    public string MethodBefore { get; init; } = "";

    /// <summary>How it sells.</summary>
    public DemandClass Class { get; init; }

    /// <summary>First day of the promotion that falls into the days ahead, however long ago it began; null without one.</summary>
    public DateOnly? PromotionFrom { get; init; }

    /// <summary>Expected units of the days ahead.</summary>
    public double Ahead => Sum(Mean);

    /// <summary>Units by week up to the origin, oldest first; NaN where too few days are known.</summary>
    public double[] Weeks => weeks ??= ByWeek(Sold.Span);

    /// <summary>What a week usually sells; null where too few are known.</summary>
    public LevelNoise? Noise => noise ??= LevelNoise.Of(Weeks);

    /// <summary>Units of a usual week; 0 where none is known.</summary>
    public double Usual => Noise?.Usual ?? 0;

    /// <summary>Whether there is something to compare: neither new nor silent for long.</summary>
    public bool IsGoing => Class is not (DemandClass.New or DemandClass.Dead or DemandClass.Ended);

    private static double Sum(float[] values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return sum;
    }

    private static double[] ByWeek(ReadOnlySpan<float> sold)
    {
        var sums = new double[sold.Length / Week];
        for (int w = 0; w < sums.Length; w++)
        {
            double sum = 0;
            int known = 0;
            foreach (float units in sold.Slice(sold.Length - (sums.Length - w) * Week, Week))
            {
                if (!float.IsFinite(units))
                    continue;
                sum += units;
                known++;
            }

            sums[w] = known < FewestDays ? double.NaN : sum * Week / known;
        }

        return sums;
    }
}
