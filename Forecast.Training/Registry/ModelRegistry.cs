using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Forecast.Domain.Registry;
using Forecast.Training.Engine;

namespace Forecast.Training.Registry;

/// <summary>Stores and loads fitted state: bytes in blob storage, verified against what the database says of them.</summary>
public sealed class ModelRegistry(ModelBlobs blobs)
{
    /// <summary>The engine that fits now, as model versions record it.</summary>
    public static string Engine { get; } = string.Create(CultureInfo.InvariantCulture, $"foreact-{FittedPanel.EngineVersion}");

    /// <summary>What the names of all blobs of the registry start with.</summary>
    internal const string Folder = "versions/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Stores one shard's state under a name of its own attempt, so that no attempt overwrites another's.</summary>
    public Task<ModelArtifact> SaveAsync(
        long modelVersionId, int shard, string attempt, IReadOnlyCollection<int> storeIds, FittedPanel state, string dataDigest,
            CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(state);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Folder}{modelVersionId}/{shard}-{attempt}.state");
        return SaveAsync(modelVersionId, shard, storeIds, name, state.Write, dataDigest, ct);
    }

    /// <summary>Stores the model over all series of a version, likewise; it belongs to no store.</summary>
    public Task<ModelArtifact> SaveAsync(
        long modelVersionId, int shard, string attempt, GlobalFit learned, string dataDigest, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(learned);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Folder}{modelVersionId}/{shard}-{attempt}.learned");
        return SaveAsync(modelVersionId, shard, [], name, learned.Write, dataDigest, ct);
    }

    /// <summary>
    /// Loads one shard's state. A blob that is missing or not what was stored is an answer; a storage that does not answer throws.
    /// </summary>
    public Task<BlobLoad<FittedPanel>> LoadAsync(ModelArtifact artifact, CancellationToken ct) => LoadAsync(artifact, FittedPanel.Read, ct);

    /// <summary>Loads the model over all series, likewise.</summary>
    public Task<BlobLoad<GlobalFit>> LoadLearnedAsync(ModelArtifact artifact, CancellationToken ct) =>
        LoadAsync(artifact, GlobalFit.Read, ct);

    private async Task<ModelArtifact> SaveAsync(
        long modelVersionId, int shard, IReadOnlyCollection<int> storeIds, string name, Action<Stream> write, string dataDigest,
            CancellationToken ct)
    {
        using var stream = new MemoryStream();
        write(stream);
        var bytes = stream.GetBuffer().AsMemory(0, (int)stream.Length);
        await blobs.UploadAsync(name, bytes, ct);
        return new ModelArtifact
        {
            ModelVersionId = modelVersionId,
            Shard = shard,
            StoreIds = [.. storeIds],
            BlobName = name,
            Length = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span)),
            DataDigest = dataDigest,
        };
    }

    private async Task<BlobLoad<T>> LoadAsync<T>(ModelArtifact artifact, Func<Stream, T> read, CancellationToken ct)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(artifact);
        if (await blobs.DownloadAsync(artifact.BlobName, ct) is not { } bytes)
            return BlobLoad<T>.Missing();
        if (bytes.Length != artifact.Length)
            return BlobLoad<T>.Damaged(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} of {artifact.Length} bytes"));
        if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes)), artifact.Sha256, StringComparison.Ordinal))
            return BlobLoad<T>.Damaged("its checksum differs");
        try
        {
            return BlobLoad<T>.Loaded(read(new MemoryStream(bytes, writable: false)));
        }
        catch (InvalidDataException e)
        {
            return BlobLoad<T>.Damaged(e.Message); // Whole, but written by another engine version.
        }
    }

    /// <summary>Stores the manifest of a complete version.</summary>
    public Task SaveManifestAsync(ModelManifest manifest, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return blobs.UploadAsync(ManifestName(manifest.ModelVersion), JsonSerializer.SerializeToUtf8Bytes(manifest, Json), ct);
    }

    /// <summary>Name of a version's manifest.</summary>
    internal static string ManifestName(long modelVersionId) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder}{modelVersionId}/manifest.json");
}
