using System.ComponentModel.DataAnnotations;

namespace Forecast.Training.Boosting.Global;

/// <summary>How the global model is fitted.</summary>
public sealed class GlobalModelOptions
{
    /// <summary>A year, so that every season teaches, and some weeks.</summary>
    internal const int UsualOriginDays = 420;

    /// <summary>Days to forecast at most beyond an origin.</summary>
    [Range(1, 366)] public int Horizon { get; init; } = 14;

    /// <summary>Rows to learn from at most, drawn evenly over series, origins and steps.</summary>
    [Range(1000, 20_000_000)] public int Rows { get; init; } = 300_000;

    /// <summary>Days before the last training day from which origins are drawn.</summary>
    [Range(28, 3660)] public int OriginDays { get; init; } = UsualOriginDays;

    /// <summary>How the trees are grown. Targets are demand divided by the level of its series.</summary>
    public BoostingOptions Trees { get; init; } =
        new() { Loss = BoostingLoss.Tweedie(1.1), Rounds = 200, Leaves = 31, LearningRate = 0.08, MinLeafWeight = 30 };
}
