using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists;

/// <summary>Something that deserves a look, as a detector has found it.</summary>
internal sealed record Finding
{
    /// <summary>What is the matter.</summary>
    public required WorklistKind Kind { get; init; }

    /// <summary>What it is about.</summary>
    public required Subject About { get; init; }

    /// <summary>Why, as a key that stays the same from run to run.</summary>
    public required string Cause { get; init; }

    /// <summary>Why, in a sentence with numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>How many times its threshold it is; at least 1.</summary>
    public required double Strength { get; init; }

    /// <summary>Units it is about, with their sign.</summary>
    public required double Units { get; init; }

    /// <summary>The same in pallets; null where no pallet size is known.</summary>
    public double? Pallets { get; init; }

    /// <summary>First day of what it says.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Last day of it.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>Units forecast for these days.</summary>
    public double Forecast { get; init; }

    /// <summary>Units it is compared with.</summary>
    public double Reference { get; init; }

    /// <summary>Units by which such weeks scatter.</summary>
    public double Noise { get; init; }

    /// <summary>In words' grades.</summary>
    public WorklistSeverity Severity =>
        Strength >= 2.5 ? WorklistSeverity.High : Strength >= 1.5 ? WorklistSeverity.Medium : WorklistSeverity.Low;

    /// <summary>
    /// Severity × size: the order of the list. Beyond four times the threshold size alone decides, so that a trifle that is out of all
    /// proportion does not stand before a truckload.
    /// </summary>
    public double Rank => Math.Min(Strength, 4) * Math.Abs(Units);
}
