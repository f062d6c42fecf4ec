using Hangfire;

namespace Forecast.Training.Runs.Opinions;

/// <summary>
/// Says when a second opinion is given: after its run is on show, so that nobody waits for it. Its name and that of its method are stored
/// with waiting jobs: whoever changes one loses them.
/// </summary>
internal sealed class SecondOpinionJob(OpinionGiver giver)
{
    /// <summary>Gives the opinion on the models of a run.</summary>
    [Queue(WorkerQueues.Fit), JobDisplayName("Run {0}: second opinion")]
    public Task GiveAsync(long runId, CancellationToken ct) => giver.GiveAsync(runId, ct);
}
