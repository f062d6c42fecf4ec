using Forecast.Training.Runs.Planning;
using Hangfire.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Opinions;

/// <summary>Asks for second opinions, in the transaction that puts a run on show.</summary>
internal sealed class OpinionRequests(ShardJobs jobs, TimeProvider clock, IOptions<RunOptions> options)
{
    /// <summary>Asks for one on the models of a run, where the settings want it.</summary>
    public async Task AskAsync(NpgsqlConnection connection, long runId, long modelVersionId, bool fits, CancellationToken ct)
    {
        if (options.Value.SecondOpinion == SecondOpinionWhen.Never || (!fits && options.Value.SecondOpinion == SecondOpinionWhen.Retrains))
            return;
        // An opinion that is there stays until the new one is.
        const string sql = """
            INSERT INTO second_opinion (model_version_id, asked_at, model, series_count, scores, retrains_behind, remark)
            VALUES ($1, $2, '', 0, '[]', 0, '') ON CONFLICT (model_version_id) DO NOTHING
            """;
        await connection.Command(sql, modelVersionId, clock.GetUtcNow()).ExecuteAsync(ct);
        await jobs.EnqueueAsync(connection, JobOf(runId), WorkerQueues.Fit, "The run is on show.", ct);
    }

    /// <summary>The job, as Hangfire stores it.</summary>
    internal static Job JobOf(long runId) => Job.FromExpression<SecondOpinionJob>(job => job.GiveAsync(runId, CancellationToken.None));
}
