using Forecast.Domain.Registry;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>Finds stored state: that of model versions, and that of stores fitted anew for one forecast.</summary>
internal sealed class ModelArtifacts(NpgsqlDataSource database)
{
    private const string Select = "SELECT model_version_id, shard, store_ids, blob_name, length, sha256, data_digest FROM ";

    /// <summary>The one of a model version that holds the state of all these stores; null if none does.</summary>
    public async Task<ModelArtifact?> OfStoresAsync(long modelVersionId, int[] storeIds, CancellationToken ct) =>
        (await ListAsync("model_artifact WHERE model_version_id = $1 AND store_ids @> $2 LIMIT 1", ct, modelVersionId, storeIds))
            .FirstOrDefault();

    /// <summary>Those of a model version that hold the state of any of these stores.</summary>
    public Task<List<ModelArtifact>> OfAnyAsync(long modelVersionId, int[] storeIds, CancellationToken ct) =>
        ListAsync("model_artifact WHERE model_version_id = $1 AND store_ids && $2 ORDER BY shard", ct, modelVersionId, storeIds);

    /// <summary>The model over all series; null where the version has none.</summary>
    public async Task<ModelArtifact?> LearnedAsync(long modelVersionId, CancellationToken ct) =>
        (await ListAsync("model_artifact WHERE model_version_id = $1 AND store_ids = '{}' LIMIT 1", ct, modelVersionId)).FirstOrDefault();

    /// <summary>State of the stores among these that were fitted anew for one forecast.</summary>
    public Task<List<ModelArtifact>> OfRefitsAsync(long forecastVersionId, int[] storeIds, CancellationToken ct) =>
        ListAsync("refit_artifact WHERE version_id = $1 AND store_ids && $2 ORDER BY shard", ct, forecastVersionId, storeIds);

    private Task<List<ModelArtifact>> ListAsync(string where, CancellationToken ct, params ReadOnlySpan<object?> values) =>
        database.Command(Select + where, values).ListAsync(
            r => new ModelArtifact
            {
                ModelVersionId = r.GetInt64(0),
                Shard = r.GetInt32(1),
                StoreIds = r.GetFieldValue<int[]>(2),
                BlobName = r.GetString(3),
                Length = r.GetInt64(4),
                Sha256 = r.GetString(5),
                DataDigest = r.GetString(6),
            }, ct);
}
