using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>
/// What a fit leaves behind: method, parameters and state per series, calibration, backtest totals. Immutable; small enough to be stored as
/// one blob per shard.
/// </summary>
public sealed class FittedPanel
{
    /// <summary>Version of the engine's state; a state of another version is not used but refitted.</summary>
    public const int EngineVersion = 3;

    internal FittedPanel()
    {
    }

    /// <summary>Last day folded into the state.</summary>
    public required DateOnly Origin { get; init; }

    /// <summary>Steps that the quantiles are calibrated for.</summary>
    public required int Horizon { get; init; }

    /// <summary>Days in one season.</summary>
    public required int Seasonality { get; init; }

    /// <summary>The series, in the order of the panel.</summary>
    public required IReadOnlyList<PanelSeries> Series { get; init; }

    /// <summary>Backtest totals of the fit.</summary>
    public required BacktestCube Backtest { get; init; }

    internal ModelFit[] Models { get; init; } = [];

    /// <summary>Calendar, promotion and price effects that the adjusted models are freed of.</summary>
    internal PanelEffects Effects { get; init; } = PanelEffects.None;

    /// <summary>The model over all series; null where there was too little to learn from.</summary>
    internal GlobalModel? Global { get; init; }

    /// <summary>Series × models (the local ones, then the global one if there is one); each row sums to 1.</summary>
    internal float[] Weights { get; init; } = [];

    /// <summary>Models that <see cref="Weights"/> has columns for.</summary>
    internal int ModelCount => Models.Length + (Global is null ? 0 : 1);

    /// <summary>Short name of a column of <see cref="Weights"/>.</summary>
    internal string ModelName(int model) => model < Models.Length ? Models[model].Name : LocalModels.Global;

    internal DemandClass[] Classes { get; init; } = [];

    /// <summary>Days with a known quantity per series.</summary>
    internal int[] KnownDays { get; init; } = [];

    /// <summary>Day number of the first sale per series; <see cref="FirstSales.None"/> before it.</summary>
    internal int[] FirstSale { get; init; } = [];

    /// <summary>Backtest RMSSE of the choice and of the baseline per series; NaN where there was nothing to score.</summary>
    internal float[] Loss { get; init; } = [];

    internal float[] NaiveLoss { get; init; } = [];

    /// <summary>How the quantiles are read off the mean.</summary>
    internal QuantileCalibration Calibration { get; init; } = new([], [], []);

    /// <summary>Writes the state: little-endian, versioned, with a checksum.</summary>
    public void Write(Stream stream) => FittedPanelFormat.Write(this, stream);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not a fitted panel, of another version, cut short or damaged; the message says
    /// which.</exception>
    public static FittedPanel Read(Stream stream) => FittedPanelFormat.Read(stream);
}
