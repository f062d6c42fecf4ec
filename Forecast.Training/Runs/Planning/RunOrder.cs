using Forecast.Domain.Runs;

namespace Forecast.Training.Runs.Planning;

/// <summary>A run that somebody wants.</summary>
/// <param name="Kind">Why.</param>
/// <param name="RegionId">The region.</param>
/// <param name="StoreIds">The stores; null for the whole region.</param>
/// <param name="RequestedBy">A user's name or "schedule".</param>
/// <param name="Reason">In the words of who asks.</param>
/// <param name="DeadlineAt">When it must be done; null without a promise.</param>
internal sealed record RunOrder(
    RunKind Kind, int RegionId, IReadOnlyCollection<int>? StoreIds, string RequestedBy, string Reason, DateTimeOffset? DeadlineAt = null)
{
    /// <summary>Who asks when nobody does.</summary>
    public const string Schedule = "schedule";
}
