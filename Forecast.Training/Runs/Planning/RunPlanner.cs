using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Forecast.Domain.Catalog;
using Forecast.Domain.Copying;
using Forecast.Domain.Runs;
using Forecast.Training.Engine;
using Forecast.Training.Registry;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>
/// Turns an order into a planned run in one transaction: run, versions, shards and their jobs are there together or not at all. An order
/// equal to an unfinished run joins it.
/// </summary>
internal sealed class RunPlanner(
    NpgsqlDataSource database, RegionReader regions, ForecastPartitions partitions, ShardJobs jobs,
    TimeProvider clock, IOptions<RunOptions> options, IOptions<EngineOptions> engineOptions)
{
    /// <summary>Plans the order, or joins its like.</summary>
    public async Task<RunTicket> PlanAsync(RunOrder order, CancellationToken ct)
    {
        var region = await regions.FindAsync(order.RegionId, ct);
        var now = clock.GetUtcNow();
        var partition = DateOnly.FromDateTime(now.UtcDateTime);
        await partitions.EnsureAsync(partition, ct);

        await using var connection = await database.OpenConnectionAsync(ct);
        var stores = await ScopeAsync(connection, region, order.StoreIds, ct);
        var champion = await ChampionAsync(connection, region.Id, ct);
        if (champion is null && order.Kind != RunKind.Retrain && await FirstFitAsync(connection, region.Id, ct) is { } underWay)
            return new RunTicket(underWay, Joined: true);
        // State of a part of a region is no champion, so the first fit is of all of it.
        if (champion is null && order.StoreIds is not null)
            return await PlanAsync(order with { StoreIds = null }, ct);

        await using var transaction = await connection.BeginShortAsync(ct);
        var origin = region.LastCompleteDay(now);
        if (await InsertAsync(connection, order, origin, now, ct) is not { } runId)
        {
            await transaction.RollbackAsync(ct);
            // It may have ended between the two statements; then this order is planned after all.
            return await UnfinishedAsync(connection, order, ct) is { } other ? new RunTicket(other, Joined: true)
                : await PlanAsync(order, ct);
        }

        var plan = new Plan(runId, order, origin, now, partition, champion, Fits(order.Kind, champion, origin), stores);
        var shards = await WriteAsync(connection, plan, ct);
        // Where one part learns for the others, they get their jobs when it is done.
        int ready = shards[0] == PlannedShard.Learning ? 1 : shards.Count;
        await jobs.EnqueueAsync(connection, runId, [.. Enumerable.Range(0, ready)], plan.Fits, "The run was planned.", ct);
        await RunChannel.TellAsync(connection, runId, region.Id, ct);
        await transaction.CommitAsync(ct);
        return new RunTicket(runId, Joined: false);
    }

    private bool Fits(RunKind kind, Champion? champion, DateOnly origin) =>
        kind == RunKind.Retrain
        || champion is null
        || champion.Engine != ModelRegistry.Engine
        || (kind == RunKind.Morning && origin.DayNumber - champion.Origin.DayNumber >= options.Value.MaxModelAgeDays);

    /// <summary>The stores in scope that hold series; refuses a scope without any.</summary>
    private static async Task<List<PlannedStore>> ScopeAsync(
        NpgsqlConnection connection, Region region, IReadOnlyCollection<int>? storeIds, CancellationToken ct)
    {
        const string sql = """
            SELECT store.id, count(series.id)::int FROM store LEFT JOIN series ON series.store_id = store.id
            WHERE store.region_id = $1 AND ($2::int[] IS NULL OR store.id = ANY($2)) GROUP BY store.id ORDER BY store.id
            """;
        var stores = await connection.Command(sql, region.Id, storeIds?.Distinct().ToArray())
            .ListAsync(r => new PlannedStore(r.GetInt32(0), r.GetInt32(1)), ct);
        if (storeIds is not null && storeIds.Except(stores.Select(s => s.StoreId)).ToList() is { Count: > 0 } strangers)
            throw new RunRefusedException(
                $"{strangers.Count} of the chosen stores are not in region {region.Name}. Choose its stores again.");
        stores.RemoveAll(s => s.SeriesCount == 0);
        return stores.Count > 0
            ? stores
            : throw new RunRefusedException(
                $"No sales are loaded for {(storeIds is null ? region.Name : "these stores")} yet. Load sales first.");
    }

    private static async Task<Champion?> ChampionAsync(NpgsqlConnection connection, int regionId, CancellationToken ct)
    {
        const string sql = """
            SELECT v.id, v.origin, v.engine FROM model_alias a JOIN model_version v ON v.id = a.model_version_id
            WHERE a.region_id = $1 AND a.alias = 'champion'
            """;
        var found = await connection.Command(sql, regionId)
            .ListAsync(r => new Champion(r.GetInt64(0), r.GetFieldValue<DateOnly>(1), r.GetString(2)), ct);
        return found is [var champion] ? champion : null;
    }

    private static async Task<long?> FirstFitAsync(NpgsqlConnection connection, int regionId, CancellationToken ct)
    {
        const string sql = """
            SELECT r.id FROM run r JOIN model_version v ON v.run_id = r.id
            WHERE r.region_id = $1 AND r.store_ids IS NULL AND r.status IN ('Queued', 'Running', 'Publishing') ORDER BY r.id LIMIT 1
            """;
        return await connection.Command(sql, regionId).ScalarAsync<long?>(ct);
    }

    private static Task<long?> InsertAsync(
        NpgsqlConnection connection, RunOrder order, DateOnly origin, DateTimeOffset now, CancellationToken ct)
    {
        const string sql = """
            INSERT INTO run (kind, region_id, store_ids, scope_key, requested_by, reason, requested_at, deadline_at, origin, status,
                             cancel_requested, shard_count, shards_done, series_count, series_done, message)
            VALUES ($1, $2, $3::int[], $4, $5, $6, $7, $8::timestamptz, $9, 'Queued', false, 0, 0, 0, 0, '')
            ON CONFLICT (scope_key) WHERE status IN ('Queued', 'Running', 'Publishing') DO NOTHING RETURNING id
            """;
        return connection.Command(
            sql, order.Kind.ToString(), order.RegionId, order.StoreIds?.Distinct().Order().ToArray(), ScopeKey(order), order.RequestedBy,
            order.Reason,
            now, order.DeadlineAt?.ToUniversalTime(), origin).ScalarAsync<long?>(ct);
    }

    private static Task<long?> UnfinishedAsync(NpgsqlConnection connection, RunOrder order, CancellationToken ct) =>
        connection.Command("SELECT id FROM run WHERE scope_key = $1 AND status IN ('Queued', 'Running', 'Publishing')", ScopeKey(order))
            .ScalarAsync<long?>(ct);

    private async Task<IReadOnlyList<PlannedShard>> WriteAsync(NpgsqlConnection connection, Plan plan, CancellationToken ct)
    {
        int series = plan.Stores.Sum(s => s.SeriesCount);
        long model = plan.Fits ? await InsertModelAsync(connection, plan, series, ct) : plan.Champion!.ModelVersionId;
        const string version = """
            INSERT INTO forecast_version (region_id, run_id, model_version_id, origin, horizon, created_at, partition)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
            """;
        long forecast = await connection.Command(
            version, plan.Order.RegionId, plan.RunId, model, plan.Origin, options.Value.HorizonDays, plan.Now, plan.Partition)
                .ScalarAsync<long>(ct);

        IReadOnlyList<PlannedShard> shards = plan.Fits
            ? [.. engineOptions.Value.WantsGlobal ? (PlannedShard[])[PlannedShard.Learning] : [],
                .. ShardPlan.Balance(plan.Stores, options.Value)]
            : ShardPlan.Follow(plan.Stores, await ArtifactsAsync(connection, model, ct), options.Value);
        await InsertShardsAsync(connection, plan.RunId, shards, ct);
        const string run = """
            UPDATE run SET status = 'Running', started_at = $2, shard_count = $3, series_count = $4, forecast_version_id = $5,
                model_version_id = $6
            WHERE id = $1
            """;
        await connection.Command(run, plan.RunId, plan.Now, shards.Count, series, forecast, model).ExecuteAsync(ct);
        return shards;
    }

    private static Task<long> InsertModelAsync(NpgsqlConnection connection, Plan plan, int series, CancellationToken ct)
    {
        // A load that still runs may have a lower key than one that has ended; what it brings has not been seen.
        const string sql = """
            INSERT INTO model_version (region_id, run_id, origin, engine, seen_load_id, data_digest, series_count, created_at)
            SELECT $1, $2, $3, $4, least(
                coalesce((SELECT max(id) FROM load), 0),
                coalesce((SELECT min(id) - 1 FROM load WHERE status IN ('Waiting', 'Running')), 9223372036854775807)), '', $5, $6
            RETURNING id
            """;
        return connection.Command(sql, plan.Order.RegionId, plan.RunId, plan.Origin, ModelRegistry.Engine, series, plan.Now)
            .ScalarAsync<long>(ct);
    }

    private static Task<List<int[]>> ArtifactsAsync(NpgsqlConnection connection, long modelVersionId, CancellationToken ct) =>
        connection.Command("SELECT store_ids FROM model_artifact WHERE model_version_id = $1 ORDER BY shard", modelVersionId)
            .ListAsync(r => r.GetFieldValue<int[]>(0), ct);

    private static async Task InsertShardsAsync(
        NpgsqlConnection connection, long runId, IReadOnlyList<PlannedShard> shards, CancellationToken ct)
    {
        const string columns = "run_id, number, store_ids, series_count, status, attempt, worker, message";
        await GuardedCopy.RunAsync(connection, "run_shard", columns, shards.Index(), async (writer, shard) =>
        {
            await writer.WriteAsync(runId, ct);
            await writer.WriteAsync(shard.Index, ct);
            await writer.WriteAsync(shard.Item.StoreIds, ct);
            await writer.WriteAsync(shard.Item.SeriesCount, ct);
            await writer.WriteAsync(nameof(ShardStatus.Waiting), ct);
            await writer.WriteAsync(0, ct);
            await writer.WriteAsync("", ct);
            await writer.WriteAsync("", ct);
        }, ct);
    }

    private static string ScopeKey(RunOrder order)
    {
        var scope = string.Create(CultureInfo.InvariantCulture, $"{order.Kind}:{order.RegionId}");
        if (order.StoreIds is null)
            return scope;
        // Hashed, because the list may be longer than an index entry.
        var stores = string.Join(',', order.StoreIds.Distinct().Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));
        return $"{scope}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(stores)))}";
    }

    private sealed record Champion(long ModelVersionId, DateOnly Origin, string Engine);

    private sealed record Plan(
        long RunId, RunOrder Order, DateOnly Origin, DateTimeOffset Now, DateOnly Partition, Champion? Champion, bool Fits,
            IReadOnlyList<PlannedStore> Stores);
}
