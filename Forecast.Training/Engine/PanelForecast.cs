using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>Forecasts of a panel. All paths are series × horizon in units, never NaN, never negative, P10 ≤ P50 ≤ P90.</summary>
public sealed class PanelForecast
{
    /// <summary>Last day the model saw; step 0 is the day after.</summary>
    public required DateOnly Origin { get; init; }

    /// <summary>Steps forecast.</summary>
    public required int Horizon { get; init; }

    /// <summary>The series, in the order of all arrays.</summary>
    public required IReadOnlyList<PanelSeries> Series { get; init; }

    /// <summary>Expected demand; means add up over series and days.</summary>
    public required float[] Mean { get; init; }

    /// <summary>Lower end of the 80 % interval.</summary>
    public required float[] P10 { get; init; }

    /// <summary>Median: the value that absolute errors favour; below the mean for skewed demand.</summary>
    public required float[] P50 { get; init; }

    /// <summary>Upper end of the 80 % interval.</summary>
    public required float[] P90 { get; init; }

    /// <summary>Seasonal naive baseline: the last known same weekday.</summary>
    public required float[] Naive { get; init; }

    /// <summary>Method per series, a stable short name such as "seasonal-smoothing".</summary>
    public required string[] Method { get; init; }

    /// <summary>Why, per series: one plain sentence with numbers.</summary>
    public required string[] Reason { get; init; }

    /// <summary>Demand class per series.</summary>
    public required DemandClass[] Class { get; init; }

    /// <summary>Backtest totals of the fit that these forecasts come from.</summary>
    public required BacktestCube Backtest { get; init; }
}
