using System.ComponentModel.DataAnnotations;

namespace Forecast.Training.Boosting;

/// <summary>How <see cref="BoostedTrees"/> are grown. The defaults suit demand data scaled by the level of its series.</summary>
public sealed class BoostingOptions
{
    /// <summary>Leaves of any tree at most: a leaf's number is one byte.</summary>
    public const int MostLeaves = 256;

    /// <summary>What is minimised.</summary>
    public BoostingLoss Loss { get; init; } = BoostingLoss.Squared;

    /// <summary>Trees at most.</summary>
    [Range(1, 10_000)] public int Rounds { get; init; } = 300;

    /// <summary>Leaves per tree at most; the leaf that gains most is split first.</summary>
    [Range(2, MostLeaves)] public int Leaves { get; init; } = 31;

    /// <summary>Splits between the root and a leaf at most.</summary>
    [Range(1, 64)] public int Depth { get; init; } = 24;

    /// <summary>Share of each tree's step that is taken.</summary>
    [Range(1e-4, 1.0)] public double LearningRate { get; init; } = 0.06;

    /// <summary>Sum of hessians that a leaf needs; for squared loss the number of rows, weights apart.</summary>
    [Range(0.0, 1e9)] public double MinLeafWeight { get; init; } = 50;

    /// <summary>L2 penalty of leaf values.</summary>
    [Range(0.0, 1e9)] public double L2 { get; init; } = 1;

    /// <summary>Further L2 penalty when a split by categories is judged, since it chooses among many groups.</summary>
    [Range(0.0, 1e9)] public double CategoryL2 { get; init; } = 10;

    /// <summary>Loss reduction that a split needs.</summary>
    [Range(0.0, 1e9)] public double MinGain { get; init; }

    /// <summary>Share of rows that each tree sees.</summary>
    [Range(0.01, 1.0)] public double RowSample { get; init; } = 0.6;

    /// <summary>Share of features that each tree may split by.</summary>
    [Range(0.01, 1.0)] public double ColumnSample { get; init; } = 0.5;

    /// <summary>Bins per feature at most, that of NaN not counted.</summary>
    [Range(2, 255)] public int Bins { get; init; } = 255;

    /// <summary>Per feature: 1 if predictions must not fall as it rises, −1 if they must not rise, 0 if free. Null: all free.</summary>
    public int[]? Monotone { get; init; }

    /// <summary>Rounds without a better validation loss after which growing stops; needs validation rows. 0: never.</summary>
    [Range(0, 10_000)] public int Patience { get; init; }

    /// <summary>Seed of every draw.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Check(int features)
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (Monotone is { } signs && (signs.Length != features || signs.Any(s => s is < -1 or > 1)))
            throw new ArgumentException(
                $"Monotone needs one of −1, 0, 1 for each of the {features} features; it has {signs.Length} values.", nameof(features));
    }
}
