using Forecast.Domain.Registry;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>Finds the artifacts of a model version.</summary>
internal sealed class ModelArtifacts(NpgsqlDataSource database)
{
    private const string Select = "SELECT shard, store_ids, blob_name, length, sha256, data_digest FROM model_artifact WHERE model_version_id = $1 AND ";

    /// <summary>The one that holds the state of all these stores; null if none does.</summary>
    public Task<ModelArtifact?> OfStoresAsync(long modelVersionId, int[] storeIds, CancellationToken ct) =>
        FindAsync(database.Command(Select + "store_ids @> $2 LIMIT 1", modelVersionId, storeIds), modelVersionId, ct);

    /// <summary>The model over all series; null where the version has none.</summary>
    public Task<ModelArtifact?> LearnedAsync(long modelVersionId, CancellationToken ct) =>
        FindAsync(database.Command(Select + "store_ids = '{}' LIMIT 1", modelVersionId), modelVersionId, ct);

    private static async Task<ModelArtifact?> FindAsync(NpgsqlCommand command, long modelVersionId, CancellationToken ct)
    {
        var found = await command.ListAsync(
            r => new ModelArtifact
            {
                ModelVersionId = modelVersionId,
                Shard = r.GetInt32(0),
                StoreIds = r.GetFieldValue<int[]>(1),
                BlobName = r.GetString(2),
                Length = r.GetInt64(3),
                Sha256 = r.GetString(4),
                DataDigest = r.GetString(5),
            }, ct);
        return found is [var artifact] ? artifact : null;
    }
}
