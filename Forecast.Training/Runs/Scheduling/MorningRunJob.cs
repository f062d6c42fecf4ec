using Hangfire;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>
/// Says when a region's morning run starts; <see cref="MorningRuns"/> makes sure that it starts once. Its name and that of its method are
/// stored with the schedule: whoever changes one stops the mornings.
/// </summary>
internal sealed class MorningRunJob(MorningRuns mornings)
{
    /// <summary>Starts the morning run of a region, if it is due.</summary>
    [Queue(WorkerQueues.Clock), JobDisplayName("Morning run of region {0}")]
    public Task StartAsync(int regionId, CancellationToken ct) => mornings.StartDueAsync(regionId, ct);
}
