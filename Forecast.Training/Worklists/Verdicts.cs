using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists;

/// <summary>
/// Whether a line was right, by what was sold on the days it was about. What each kind claims, and so what makes it right, is told in
/// docs/worklist.md.
/// </summary>
internal static class Verdicts
{
    /// <summary>The verdict on one line.</summary>
    /// <param name="kind">What it said was the matter.</param>
    /// <param name="said">Units forecast, units compared with, deviation and units it was about, all as said on the first day.</param>
    /// <param name="sold">Units sold on its days; null where too few of them are loaded.</param>
    public static WorklistVerdict Of(WorklistKind kind, (double Forecast, double Reference, double Noise, double Units) said, double? sold)
    {
        if (sold is not { } units)
            return WorklistVerdict.Unknown;
        return kind switch
        {
            WorklistKind.DemandAbove or WorklistKind.DemandBelow => Judge(HalfWay(units - said.Reference, said.Forecast - said.Reference)),
            WorklistKind.ForecastChanged => Judge(Math.Abs(units - said.Forecast) < Math.Abs(units - said.Reference)),
            WorklistKind.Bias => Judge(HalfWay(units - said.Forecast, said.Units)),
            WorklistKind.ZeroForecast => Judge(units >= Math.Max(1, said.Reference / 4)),
            WorklistKind.StockOut => Judge(units >= said.Reference / 2),
            WorklistKind.NewSeries or WorklistKind.DataMissing => Judge(units > 0),
            WorklistKind.EndedSeries => Judge(units == 0),
            WorklistKind.WideBand or WorklistKind.FellBack => Judge(Math.Abs(units - said.Forecast) > said.Noise),
            _ => WorklistVerdict.Unknown,
        };
    }

    private static WorklistVerdict Judge(bool isRight) => isRight ? WorklistVerdict.Right : WorklistVerdict.Wrong;

    /// <summary>Whether something went at least half as far as was said, in the same direction.</summary>
    private static bool HalfWay(double went, double said) =>
        Math.Sign(went) == Math.Sign(said) && Math.Abs(went) >= Math.Abs(said) / 2;
}
