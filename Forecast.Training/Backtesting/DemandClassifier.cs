using Forecast.Domain.Forecasts;

namespace Forecast.Training.Backtesting;

/// <summary>Demand class of a history by ADI 1.32 and CV² 0.49 (Syntetos, Boylan and Croston, 2005), over its recent year.</summary>
internal static class DemandClassifier
{
    /// <summary>Known days below which a series counts as new.</summary>
    public const int NewBelow = 28;

    /// <summary>Known days without a sale after which a series counts as dead.</summary>
    public const int DeadAfter = 91;

    private const int Recent = 364;

    public static DemandClass Classify(ReadOnlySpan<float> quantity)
    {
        int known = 0, sold = 0, sinceSale = 0;
        double sum = 0, squares = 0;
        bool everSold = false;
        for (int t = quantity.Length - 1; t >= 0; t--)
        {
            float y = quantity[t];
            if (float.IsNaN(y))
                continue;
            if (y > 0)
                everSold = true;
            else if (!everSold)
                sinceSale++;
            if (known >= Recent && everSold)
                break;
            known++;
            if (y > 0)
            {
                sold++;
                sum += y;
                squares += (double)y * y;
            }
        }

        if (known < NewBelow)
            return DemandClass.New;
        if (!everSold || sinceSale >= DeadAfter)
            return DemandClass.Dead;
        double mean = sum / sold, variation = squares / sold / (mean * mean) - 1;
        bool often = (double)known / sold < 1.32, steady = variation < 0.49;
        return (often, steady) switch
        {
            (true, true) => DemandClass.Smooth,
            (true, false) => DemandClass.Erratic,
            (false, true) => DemandClass.Intermittent,
            _ => DemandClass.Lumpy,
        };
    }
}
