using Forecast.Training.Registry;
using Forecast.Training.Runs.Planning;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Watch;

/// <summary>
/// Makes tomorrow's partition and throws away what nobody can come back to: old forecasts, state of old models, blobs of lost
/// attempts, entries of the audit that nobody has to keep, what was published and its scores when they are old.
/// </summary>
internal sealed class Housekeeping(
    NpgsqlDataSource database, ForecastPartitions partitions, ModelBlobs blobs, TimeProvider clock, IOptions<RunOptions> options,
    IOptions<AuditOptions> audit, IOptions<AccuracyOptions> accuracy) : IWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>A blob this young may belong to a shard that has not ended.</summary>
    private static readonly TimeSpan Youth = TimeSpan.FromDays(1);

    private DateTimeOffset next;

    public async Task LookAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now < next)
            return;
        await TidyAsync(now, ct);
        next = now + Interval;
    }

    /// <summary>Tidies now.</summary>
    public async Task TidyAsync(DateTimeOffset now, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await partitions.EnsureAsync(today.AddDays(1), ct);
        await partitions.DropBeforeAsync(today.AddDays(-options.Value.KeepForecastDays), ct);
        await DropRefitsAsync(now.AddDays(-options.Value.KeepForecastDays), ct);
        await DropOutlooksAsync(now.AddDays(-options.Value.KeepForecastDays), ct);
        await DropOldModelsAsync(now.AddDays(-options.Value.KeepModelDays), ct);
        await DropOrphansAsync(now - Youth, ct);
        await ForgetAsync(today, ct);
        await ForgetAccuracyAsync(today, ct);
    }

    /// <summary>A few days later than what is still scored, so that no region scores a day of which a part is gone.</summary>
    private async Task ForgetAccuracyAsync(DateOnly today, CancellationToken ct)
    {
        const int margin = 3;
        var published = today.AddDays(-accuracy.Value.KeepPublishedDays - margin);
        await database.Command("SELECT forget_published_before($1)", published).ExecuteAsync(ct);
        if (accuracy.Value.KeepScoreDays == 0)
            return;
        var scores = today.AddDays(-accuracy.Value.KeepScoreDays);
        await database.Command("DELETE FROM accuracy_score WHERE day < $1", scores).ExecuteAsync(ct);
        await database.Command("DELETE FROM accuracy_day WHERE day < $1", scores).ExecuteAsync(ct);
    }

    /// <summary>Whole days, so that it is once a day that something is forgotten, and written down that it was.</summary>
    private async Task ForgetAsync(DateOnly today, CancellationToken ct)
    {
        if (audit.Value.KeepDays > 0)
        {
            var before = today.AddDays(-audit.Value.KeepDays).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            await database.Command("SELECT forget_audit_before($1)", before).ExecuteAsync(ct);
        }
    }

    private Task DropRefitsAsync(DateTimeOffset before, CancellationToken ct)
    {
        const string sql = """
            DELETE FROM refit_artifact a USING forecast_version v WHERE v.id = a.version_id AND v.created_at < $1
              AND NOT EXISTS (SELECT 1 FROM current_forecast c WHERE v.id IN (c.version_id, c.previous_version_id))
            """;
        return database.Command(sql, before).ExecuteAsync(ct);
    }

    private Task DropOutlooksAsync(DateTimeOffset before, CancellationToken ct)
    {
        const string sql = """
            WITH old AS (
                SELECT v.id FROM forecast_version v WHERE v.created_at < $1
                  AND NOT EXISTS (SELECT 1 FROM current_forecast c WHERE v.id IN (c.version_id, c.previous_version_id))),
            loads AS (DELETE FROM store_load l USING old WHERE l.version_id = old.id)
            DELETE FROM store_outlook o USING old WHERE o.version_id = old.id
            """;
        return database.Command(sql, before).ExecuteAsync(ct);
    }

    /// <summary>The versions themselves stay: they are history. Without artifacts their blobs become orphans.</summary>
    private Task DropOldModelsAsync(DateTimeOffset before, CancellationToken ct)
    {
        const string sql = """
            DELETE FROM model_artifact a USING model_version v WHERE v.id = a.model_version_id AND v.created_at < $1
              AND NOT EXISTS (SELECT 1 FROM model_alias m WHERE m.model_version_id = v.id)
              AND NOT EXISTS (SELECT 1 FROM run r WHERE r.model_version_id = v.id AND r.status IN ('Queued', 'Running', 'Publishing'))
            """;
        return database.Command(sql, before).ExecuteAsync(ct);
    }

    private async Task DropOrphansAsync(DateTimeOffset writtenBefore, CancellationToken ct)
    {
        var old = await blobs.WrittenBeforeAsync(ModelRegistry.Folder, writtenBefore, ct);
        if (old.Count == 0)
            return;
        var known = await database.Command(
            "SELECT model_version_id, blob_name FROM model_artifact UNION SELECT model_version_id, blob_name FROM refit_artifact")
            .ListAsync(r => (Version: r.GetInt64(0), Name: r.GetString(1)), ct);
        var kept = known.SelectMany(k => (string[])[k.Name, ModelRegistry.ManifestName(k.Version)]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in old.Where(name => !kept.Contains(name)))
            await blobs.DeleteAsync(name, ct);
    }
}
