using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>
/// Gives parts of runs to workers: one job each, written in the transaction that writes the run, so that there is never one without the
/// other. All rows go in one statement, as many parts wait at the same moment; what Hangfire's own client would write, a test compares.
/// </summary>
internal sealed class ShardJobs(JobStorage storage)
{
    /// <summary>What Hangfire's workers listen to.</summary>
    private const string Wake = "new_job";

    /// <summary>SQL: the rows of some jobs and their places in a queue.</summary>
    private const string Given = $"""
        WITH given AS MATERIALIZED (
            SELECT number, invocation, arguments, nextval(pg_get_serial_sequence('{JobTables.Schema}.job', 'id')) AS job,
                   nextval(pg_get_serial_sequence('{JobTables.Schema}.state', 'id')) AS state
            FROM unnest($1::int[], $2::jsonb[], $3::jsonb[]) AS part (number, invocation, arguments)),
        jobs AS (
            INSERT INTO {JobTables.Schema}.job (id, stateid, statename, invocationdata, arguments, createdat)
            SELECT job, state, $4, invocation, arguments, now() FROM given),
        states AS (
            INSERT INTO {JobTables.Schema}.state (id, jobid, name, reason, createdat, data)
            SELECT state, job, $4, $5, now(), $6::jsonb FROM given),
        queued AS (
            INSERT INTO {JobTables.Schema}.jobqueue (jobid, queue) SELECT job, $7 FROM given ORDER BY number)
        """;

    /// <summary>A new job for each of some parts; jobs given for them before are not theirs any more.</summary>
    public Task EnqueueAsync(
        NpgsqlConnection connection, long runId, IReadOnlyCollection<int> numbers, bool fits, string reason, CancellationToken ct)
    {
        const string enqueue = $"""
            {Given}
            UPDATE run_shard s SET job_id = g.job FROM given g WHERE s.run_id = $8 AND s.number = g.number
            """;
        return connection.BatchAsync(
            ct,
            (enqueue, [.. Values(numbers, [.. numbers.Select(n => JobOf(runId, n, fits))], WorkerQueues.Of(fits), reason), runId]),
            ("SELECT pg_notify($1, '')", [Wake]));
    }

    /// <summary>A job that is no part of a run, likewise.</summary>
    public Task EnqueueAsync(NpgsqlConnection connection, Job job, string queue, string reason, CancellationToken ct) =>
        connection.BatchAsync(
            ct,
            ($"{Given} SELECT job FROM given", Values([0], [job], queue, reason)),
            ("SELECT pg_notify($1, '')", [Wake]));

    private static object?[] Values(IReadOnlyCollection<int> numbers, IReadOnlyList<Job> given, string queue, string reason)
    {
        var invocations = given.Select(InvocationData.SerializeJob).ToList();
        var state = new EnqueuedState(queue);
        return
        [
            numbers.ToArray(), invocations.Select(i => SerializationHelper.Serialize(i)).ToArray(),
            invocations.Select(i => i.Arguments).ToArray(), state.Name, reason, SerializationHelper.Serialize(state.SerializeData()),
            state.Queue,
        ];
    }

    /// <summary>Deletes jobs; a worker that runs one is told to stop.</summary>
    public Task DeleteAsync(IReadOnlyList<long> jobs) => jobs.Count == 0 ? Task.CompletedTask : Task.Run(() =>
    {
        var client = new BackgroundJobClient(storage);
        foreach (long job in jobs)
            client.ChangeState(job.ToString(CultureInfo.InvariantCulture), new DeletedState { Reason = "The run has ended." });
    });

    /// <summary>SQL: whether anybody will come to compute shard s: its job waits in a queue, is being worked on, or is scheduled.</summary>
    public const string IsGiven = $"""
        (EXISTS (SELECT 1 FROM {JobTables.Schema}.jobqueue q JOIN {JobTables.Schema}.job j ON j.id = q.jobid
                 WHERE q.jobid = s.job_id AND j.statename <> 'Deleted')
         OR EXISTS (SELECT 1 FROM {JobTables.Schema}.set t WHERE t.key = 'schedule' AND t.value = s.job_id::text))
        """;

    /// <summary>A part's job, as Hangfire stores it.</summary>
    internal static Job JobOf(long runId, int number, bool fits) => fits
        ? Job.FromExpression<IShardJob>(job => job.FitAsync(runId, number, null!, CancellationToken.None))
        : Job.FromExpression<IShardJob>(job => job.RefreshAsync(runId, number, null!, CancellationToken.None));
}
