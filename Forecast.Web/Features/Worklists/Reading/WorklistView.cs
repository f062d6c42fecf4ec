using Forecast.Domain.Catalog;
using Forecast.Domain.Worklists;

namespace Forecast.Web.Features.Worklists.Reading;

/// <summary>A region's worklist as one choice shows it.</summary>
public sealed record WorklistView
{
    /// <summary>Days that a line may be put off at most.</summary>
    public const int MostDaysAway = 366;

    /// <summary>The region.</summary>
    public required Region Region { get; init; }

    /// <summary>The regions that the viewer may choose from.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>Which forecast it was made from; null before the first list.</summary>
    public required RegionWorklist? State { get; init; }

    /// <summary>Today on the region's clock.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The lines shown, the weightiest first.</summary>
    public required IReadOnlyList<WorklistLine> Lines { get; init; }

    /// <summary>Lines that fit the choice, shown or not.</summary>
    public required int Fitting { get; init; }

    /// <summary>Lines by kind, of the status chosen.</summary>
    public required IReadOnlyDictionary<WorklistKind, int> ByKind { get; init; }

    /// <summary>Lines by status.</summary>
    public required IReadOnlyDictionary<WorklistStatus, int> ByStatus { get; init; }

    /// <summary>Lines settled since the list was made.</summary>
    public required int Settled { get; init; }

    /// <summary>Lines that a morning is asked to look at.</summary>
    public required int Budget { get; init; }

    /// <summary>Who plans the region.</summary>
    public required IReadOnlyList<Planner> Planners { get; init; }

    /// <summary>The report card of last month.</summary>
    public required IReadOnlyList<KindScore> Card { get; init; }

    /// <summary>First day of the month that the card is about.</summary>
    public DateOnly CardMonth => new DateOnly(Today.Year, Today.Month, 1).AddMonths(-1);
}
