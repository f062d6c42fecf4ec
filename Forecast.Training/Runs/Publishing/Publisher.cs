using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Runs;
using Forecast.Domain.Transport;
using Forecast.Training.History;
using Forecast.Training.Registry;
using Forecast.Training.Runs.Opinions;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Shards;
using Forecast.Training.Runs.Worklists;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Publishing;

/// <summary>
/// Puts a computed forecast on show: the gate first, then one short transaction. Safe to call any number of times, anywhere.
/// </summary>
internal sealed class Publisher(
    NpgsqlDataSource database, ModelRegistry registry, RunPlanner planner, RunEnd runEnd, OpinionRequests opinions,
    TransportWork transport, WorklistMaker worklists, TimeProvider clock, IOptions<RunOptions> options, ILogger<Publisher> logger)
{
    /// <summary>Publishes a run whose shards are all done; does nothing for any other.</summary>
    public async Task PublishAsync(long runId, CancellationToken ct)
    {
        if (await BeginAsync(runId, ct) is not { } run)
            return;
        using var telling = RunTelemetry.Continue("publish", runId, run.TraceParent)?.SetTag("foreact.region", run.RegionId);
        var stores = await StoresAsync(run.ForecastVersionId, ct);
        var (planned, remarks) = await ShardsAsync(runId, ct);
        if (PublishGate.Objection(planned, stores) is { } objection)
        {
            await runEnd.FailAsync(runId, new RunFailure(objection), ct);
            return;
        }

        if (run.Fits && await WorseAsync(run, ct) is { } worse)
        {
            await KeepChampionAsync(run, worse, ct);
            return;
        }

        var (wape, naiveWape) = BacktestAccuracy.Telling(
            BacktestAccuracy.Wape(stores.Select(s => (s.AbsoluteResidual, s.AbsoluteActual))),
            BacktestAccuracy.Wape(stores.Select(s => (s.NaiveAbsoluteResidual, s.AbsoluteActual))));
        var scores = new Scores(wape, naiveWape);
        var digest = run.Fits ? await StoreManifestAsync(run, scores, ct) : "";
        var message = Message(run, scores, remarks);
        if (await FlipAsync(run, scores, digest, message, ct))
        {
            // On show already: nothing that happens here holds it back. Peaks of transport are among what there is to look at.
            await WorkOutTransportAsync(run, ct);
            await worklists.MakeAsync(runId, ct);
        }
    }

    /// <summary>The forecast is on show already: what does not work here is tried again by the watchdog.</summary>
    private async Task WorkOutTransportAsync(FinishedRun run, CancellationToken ct)
    {
        try
        {
            await transport.WorkOutAsync(run.RegionId, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "Transport of region {Region} could not be worked out; it is tried again.", run.RegionCode);
        }
    }

    /// <summary>The run, if all its shards are done; from here on it cannot be cancelled any more.</summary>
    private async Task<FinishedRun?> BeginAsync(long runId, CancellationToken ct)
    {
        const string sql = """
            UPDATE run r SET status = 'Publishing'
            FROM region g, model_version m
            WHERE r.id = $1 AND g.id = r.region_id AND m.id = r.model_version_id
              AND r.status IN ('Running', 'Publishing') AND r.shards_done >= r.shard_count AND r.shard_count > 0
            RETURNING r.region_id, g.code, r.kind, r.origin, r.requested_by, r.reason, r.series_count, r.forecast_version_id, m.id,
                m.run_id = r.id, m.engine,
                   r.deadline_at, r.requested_at, r.trace_parent
            """;
        var found = await database.Command(sql, runId).ListAsync(
            r => new FinishedRun(
                runId, r.GetInt32(0), r.GetString(1), Enum.Parse<RunKind>(r.GetString(2)), r.GetFieldValue<DateOnly>(3), r.GetString(4),
                r.GetString(5),
                r.GetInt32(6), r.GetInt64(7), r.GetInt64(8), r.GetBoolean(9), r.GetString(10), r.OrNull<DateTimeOffset>(11),
                r.GetFieldValue<DateTimeOffset>(12), r.IsDBNull(13) ? null : r.GetString(13)), ct);
        return found is [var run] ? run : null;
    }

    /// <summary>
    /// Why the models just fitted must not take over, if they must not. Where the forecast on show is not that of a champion that could be
    /// brought up to date instead, the new one is the best there is.
    /// </summary>
    private async Task<string?> WorseAsync(FinishedRun run, CancellationToken ct)
    {
        const string columns = "o.store_id, o.backtest_origins, o.backtest_actual, o.backtest_predicted";
        const string inUse = $"""
            SELECT {columns} FROM current_forecast c
            JOIN store_outlook o ON o.version_id = c.version_id AND o.store_id = c.store_id
            JOIN forecast_version f ON f.id = c.version_id
            JOIN model_alias a ON a.region_id = c.region_id AND a.alias = 'champion' AND a.model_version_id = f.model_version_id
            JOIN model_version m ON m.id = a.model_version_id AND m.engine = $2
            WHERE c.region_id = $1
            """;
        var before = await database.Command(inUse, run.RegionId, run.Engine).ListAsync(Backtest, ct);
        var now = await database.Command($"SELECT {columns} FROM store_outlook o WHERE o.version_id = $1", run.ForecastVersionId)
            .ListAsync(Backtest, ct);
        return Challenge.Objection(before, now, options.Value.WorseByAtMost);

        static StoreBacktest Backtest(NpgsqlDataReader r) =>
            new(r.GetInt32(0), r.GetFieldValue<DateOnly[]>(1), r.GetFieldValue<float[]>(2), r.GetFieldValue<float[]>(3));
    }

    /// <summary>The run fails and says why; the models in use bring the forecast up to date instead, by the same deadline.</summary>
    private async Task KeepChampionAsync(FinishedRun run, string worse, CancellationToken ct)
    {
        if (!await runEnd.FailAsync(run.Id, new RunFailure($"{worse} The models in use stay."), ct))
            return; // Another replica was faster, or the run was stopped.
        logger.LogWarning("Run {Run} of region {Region} is not published. {Why}", run.Id, run.RegionCode, worse);
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            await AuditInsert.AddAsync(
                connection, Entry(run, clock.GetUtcNow(), "keep models", $"run {run.Id} did not pass the gate: {worse}"), ct);
        }

        await planner.PlanAsync(
            new RunOrder(RunKind.Refresh, run.RegionId, null, RunOrder.Schedule, "New models did worse, so those in use go on.",
                run.DeadlineAt), ct);
    }

    private Task<List<GateStore>> StoresAsync(long versionId, CancellationToken ct) =>
        database.Command(
            "SELECT store_id, mean, sales, absolute_residual, naive_absolute_residual, absolute_actual FROM store_outlook WHERE version_id "
                + "= $1", versionId)
            .ListAsync(
                r => new GateStore(
                    r.GetInt32(0), r.GetFieldValue<float[]>(1), r.GetFieldValue<float[]>(2), r.GetFieldValue<float[]>(3),
                    r.GetFieldValue<float[]>(4), r.GetFieldValue<float[]>(5)), ct);

    private async Task<(IReadOnlyList<int> Stores, IReadOnlyList<string> Remarks)> ShardsAsync(long runId, CancellationToken ct)
    {
        var shards = await database.Command("SELECT store_ids, message FROM run_shard WHERE run_id = $1 ORDER BY number", runId)
            .ListAsync(r => (Stores: r.GetFieldValue<int[]>(0), Message: r.GetString(1)), ct);
        return ([.. shards.SelectMany(s => s.Stores)], RunRemarks.Sentences(shards.SelectMany(s => s.Message.Split('\n'))));
    }

    private async Task<string> StoreManifestAsync(FinishedRun run, Scores scores, CancellationToken ct)
    {
        const string sql = "SELECT shard, store_ids, blob_name, length, sha256, data_digest FROM model_artifact WHERE model_version_id = "
            + "$1 ORDER BY shard";
        var shards = await database.Command(sql, run.ModelVersionId).ListAsync(
            r => new ModelManifest.Shard(
                r.GetInt32(0), r.GetFieldValue<int[]>(1), r.GetString(2), r.GetInt64(3), r.GetString(4), r.GetString(5)), ct);
        var digest = DataDigest.Combine(shards.Select(s => s.DataDigest));
        await registry.SaveManifestAsync(
            new ModelManifest(
                run.ModelVersionId, run.RegionCode, run.Engine, run.Origin, clock.GetUtcNow(), digest, run.SeriesCount, scores.Wape,
                    scores.NaiveWape, shards), ct);
        return digest;
    }

    /// <summary>False if another replica was faster or the run was stopped.</summary>
    private async Task<bool> FlipAsync(FinishedRun run, Scores scores, string digest, string message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginShortAsync(ct);
        const string end = """
            UPDATE run SET status = 'Succeeded', finished_at = $2, message = $3
            WHERE id = $1 AND status = 'Publishing'
            """;
        if (await connection.Command(end, run.Id, now, message).ExecuteAsync(ct) == 0)
            return false;

        // A forecast never gives way to one that has seen fewer days.
        const string flip = """
            INSERT INTO current_forecast (store_id, region_id, version_id, previous_version_id, published_at)
            SELECT store_id, $2, $1, NULL, $3 FROM store_outlook WHERE version_id = $1 ORDER BY store_id
            ON CONFLICT (store_id) DO UPDATE
            SET region_id = excluded.region_id, version_id = excluded.version_id, previous_version_id = current_forecast.version_id,
                published_at = excluded.published_at
            WHERE (SELECT origin FROM forecast_version WHERE id = current_forecast.version_id) <= $4
            """;
        int moved = await connection.Command(flip, run.ForecastVersionId, run.RegionId, now, run.Origin).ExecuteAsync(ct);
        await connection.Command("UPDATE forecast_version SET published_at = $2 WHERE id = $1", run.ForecastVersionId, now)
            .ExecuteAsync(ct);
        await PublishedSnapshot.TakeAsync(connection, run.ForecastVersionId, ct);
        if (run.Fits)
            await PromoteAsync(connection, run, scores, digest, now, ct);
        await TransportDue.InAsync(connection, run.RegionId, ct);
        await opinions.AskAsync(connection, run.Id, run.ModelVersionId, run.Fits, ct);
        await RunChannel.TellAsync(connection, run.Id, run.RegionId, ct);
        await transaction.CommitAsync(ct);
        RunTelemetry.Ended(run.Kind, nameof(RunStatus.Succeeded), now - run.RequestedAt);
        logger.LogInformation("Run {Run} published {Stores} stores of region {Region}.", run.Id, moved, run.RegionCode);
        return true;
    }

    private static async Task PromoteAsync(
        NpgsqlConnection connection, FinishedRun run, Scores scores, string digest, DateTimeOffset now, CancellationToken ct)
    {
        const string complete = "UPDATE model_version SET completed_at = $2, data_digest = $3, wape = $4::float8, naive_wape = $5::float8 "
            + "WHERE id = $1";
        await connection.Command(complete, run.ModelVersionId, now, digest, scores.Wape, scores.NaiveWape).ExecuteAsync(ct);
        // The history first, while the alias still tells where it pointed before.
        const string move = """
            INSERT INTO alias_move (region_id, alias, from_version_id, to_version_id, at, by, reason)
            VALUES ($1, 'champion', (SELECT model_version_id FROM model_alias WHERE region_id = $1
                AND alias = 'champion' FOR UPDATE), $2, $3, $4, $5)
            """;
        var reason = run.Reason.Length > 0 ? run.Reason : run.Kind.ToString();
        await connection.Command(move, run.RegionId, run.ModelVersionId, now, run.RequestedBy, reason).ExecuteAsync(ct);
        const string alias = """
            INSERT INTO model_alias (region_id, alias, model_version_id) VALUES ($1, 'champion', $2)
            ON CONFLICT (region_id, alias) DO UPDATE SET model_version_id = excluded.model_version_id
            """;
        await connection.Command(alias, run.RegionId, run.ModelVersionId).ExecuteAsync(ct);
        await AuditInsert.AddAsync(
            connection, Entry(run, now, "promote models", $"model version {run.ModelVersionId} of run {run.Id}, which passed the gate"),
            ct);
    }

    private static AuditEntry Entry(FinishedRun run, DateTimeOffset at, string action, FormattableString detail) => new()
    {
        At = at,
        By = run.RequestedBy,
        Action = action,
        Subject = $"region {run.RegionCode}",
        Detail = FormattableString.Invariant(detail),
    };

    private static string Message(FinishedRun run, Scores scores, IReadOnlyList<string> remarks)
    {
        var sentences = new List<string>();
        if (run.Fits)
        {
            sentences.Add(scores is { Wape: { } wape, NaiveWape: { } naive }
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"Fitted {run.SeriesCount} series; backtest WAPE of the next 7 days {100 * wape:F1} %, seasonal naive {100 * naive:F1} "
                        + $"%.")
                : string.Create(
                    CultureInfo.InvariantCulture, $"Fitted {run.SeriesCount} series; no past days tell how good it is."));
        }

        sentences.AddRange(remarks);
        return string.Join(' ', sentences);
    }

    private sealed record Scores(double? Wape, double? NaiveWape);

    private sealed record FinishedRun(
        long Id, int RegionId, string RegionCode, RunKind Kind, DateOnly Origin, string RequestedBy, string Reason, int SeriesCount,
        long ForecastVersionId, long ModelVersionId, bool Fits, string Engine, DateTimeOffset? DeadlineAt,
        DateTimeOffset RequestedAt, string? TraceParent);
}
