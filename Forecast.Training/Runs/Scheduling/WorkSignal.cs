using Forecast.Training.Runs.Planning;
using Quartz.Extensibility;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Makes this node's scheduler look for work at once when another node says that there is some, instead of at its next idle look.</summary>
internal sealed class WorkSignal(ISchedulerSignaler signaler) : INotificationHandler
{
    public string Channel => RunChannel.Work;

    public async Task HearAsync(string? payload, CancellationToken ct) => await signaler.SignalSchedulingChange(null, ct);
}
