using Forecast.Domain.Registry;

namespace Forecast.Web.Features.Models;

/// <summary>A model version as its list shows it.</summary>
public sealed record ModelRow
{
    public required long Id { get; init; }

    public required string RegionName { get; init; }

    /// <summary>Last day it was fitted on.</summary>
    public required DateOnly Origin { get; init; }

    public required int SeriesCount { get; init; }

    /// <summary>Backtest WAPE of the next seven days, a ratio.</summary>
    public required double? Wape { get; init; }

    public required double? NaiveWape { get; init; }

    public required DateTimeOffset? CompletedAt { get; init; }

    public required long RunId { get; init; }

    public required string RequestedBy { get; init; }

    public required bool IsChampion { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>How an independent model did beside it; null where none was asked.</summary>
    public required SecondOpinion? Opinion { get; init; }

    /// <summary>
    /// Share of the baseline's error that the model saves; negative when the baseline is better; null when there is nothing to score.
    /// </summary>
    public double? Skill => Wape is { } wape && NaiveWape is > 0 and { } naive ? 1 - wape / naive : null;
}
