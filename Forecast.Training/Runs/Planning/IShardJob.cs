using Hangfire;
using Hangfire.Server;

namespace Forecast.Training.Runs.Planning;

/// <summary>
/// The jobs that compute parts of runs, as they are stored while they wait. The names of this type and its methods and the order of their
/// arguments are stored with them: whoever changes one loses the jobs that wait.
/// </summary>
internal interface IShardJob
{
    /// <summary>Fits a part.</summary>
    [Queue(WorkerQueues.Fit), JobDisplayName("Run {0}, part {1}: fit")]
    Task FitAsync(long runId, int number, PerformContext context, CancellationToken ct);

    /// <summary>Folds new days into a part.</summary>
    [Queue(WorkerQueues.Refresh), JobDisplayName("Run {0}, part {1}: refresh")]
    Task RefreshAsync(long runId, int number, PerformContext context, CancellationToken ct);
}
