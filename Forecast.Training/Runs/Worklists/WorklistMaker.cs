using Forecast.Training.Worklists.Detectors;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Training.Runs.Worklists;

/// <summary>
/// Makes the worklist of a region, right after a forecast of all of it has gone on show. A list that cannot be made holds no forecast back:
/// the one before stays, and the page says so. Refreshes of single stores leave the list of the morning as it is.
/// </summary>
internal sealed class WorklistMaker(
    NpgsqlDataSource database, PictureReader pictures, WorklistWriter writer, TimeProvider clock, ILogger<WorklistMaker> logger)
{
    private const string Columns = """
        SELECT r.id, r.region_id, g.code, v.id, v.partition, r.origin, r.finished_at, r.trace_parent
        FROM run r JOIN region g ON g.id = r.region_id JOIN forecast_version v ON v.id = r.forecast_version_id
        WHERE r.store_ids IS NULL AND r.status = 'Succeeded'
        """;

    /// <summary>Makes the list of a run, if it is one of a whole region; never throws but when it is stopped.</summary>
    public async Task MakeAsync(long runId, CancellationToken ct)
    {
        try
        {
            foreach (var run in await database.Command($"{Columns} AND r.id = $1", runId).ListAsync(Read, ct))
                await MakeAsync(run, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning(e, "The worklist after run {Run} could not be made; it will be tried again.", runId);
        }
    }

    /// <summary>Makes the lists that nobody has made or failed to make: whoever published may have been lost right after it.</summary>
    public async Task MakeMissingAsync(CancellationToken ct)
    {
        const string missing = $"""
            {Columns} AND r.finished_at < $1
              AND NOT EXISTS (SELECT 1 FROM run later WHERE later.region_id = r.region_id AND later.store_ids IS NULL
                              AND later.status = 'Succeeded' AND (later.finished_at, later.id) > (r.finished_at, r.id))
              AND NOT EXISTS (SELECT 1 FROM region_worklist w WHERE w.region_id = r.region_id AND r.id IN (w.run_id, w.failed_run_id))
            """;
        foreach (var run in await database.Command(missing, clock.GetUtcNow().AddMinutes(-1)).ListAsync(Read, ct))
            await MakeAsync(run, ct);
    }

    private async Task MakeAsync(ListedRun run, CancellationToken ct)
    {
        using var telling = RunTelemetry.Continue("worklist", run.Id, run.TraceParent)?.SetTag("foreact.region", run.RegionId);
        long begun = clock.GetTimestamp();
        try
        {
            var picture = await pictures.ReadAsync(run, ct);
            var findings = AllDetectors.Find(picture);
            if (await writer.WriteAsync(run, findings, picture, ct))
                WorklistTelemetry.Made(clock.GetElapsedTime(begun), findings);
            logger.LogInformation(
                "The worklist of region {Region} after run {Run} has {Lines} lines.", run.RegionCode, run.Id, findings.Count);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "The worklist of region {Region} after run {Run} could not be made.", run.RegionCode, run.Id);
            await writer.FailAsync(run, e.Message, ct);
        }
    }

    private static ListedRun Read(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetInt32(1), r.GetString(2), r.GetInt64(3), r.GetFieldValue<DateOnly>(4), r.GetFieldValue<DateOnly>(5),
        r.GetFieldValue<DateTimeOffset>(6), r.IsDBNull(7) ? null : r.GetString(7));
}
