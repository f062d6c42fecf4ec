using Forecast.Domain.Catalog;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>What is known of how wrong a region's forecasts were, for one selection.</summary>
public sealed record AccuracyReading
{
    /// <summary>The region.</summary>
    public required Region Region { get; init; }

    /// <summary>All regions of the viewer, by name.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>The last day that is over in the region.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>What was asked for.</summary>
    public required AccuracySelection Selection { get; init; }

    /// <summary>The days looked at: of backtests, all that there are.</summary>
    public required AccuracyPeriod Period { get; init; }

    /// <summary>Whether these are backtests: what today's models would have said, which nobody has seen.</summary>
    public required bool IsBacktest { get; init; }

    /// <summary>First and last day of which something that was published is scored; null before there are any.</summary>
    public required (DateOnly First, DateOnly Last)? Scored { get; init; }

    /// <summary>The rows, in no order.</summary>
    public required IReadOnlyList<AccuracyRow> Rows { get; init; }

    /// <summary>Of stores and categories; empty for backtests.</summary>
    public required IReadOnlyList<BiasLine> Bias { get; init; }
}
