namespace Forecast.Training.Registry;

/// <summary>What a model version is made of, as stored beside its shards: enough to check and use it without the database.</summary>
/// <param name="ModelVersion">Key of the version.</param>
/// <param name="Region">Code of the region.</param>
/// <param name="Engine">Engine that fitted it.</param>
/// <param name="Origin">Last day it was fitted on.</param>
/// <param name="CompletedAt">When it was complete.</param>
/// <param name="DataDigest">SHA-256 over the digests of the shards' data.</param>
/// <param name="SeriesCount">Series fitted.</param>
/// <param name="Wape">Backtest WAPE of days 1 to 7; null where nothing was sold.</param>
/// <param name="NaiveWape">The same of the seasonal-naive baseline.</param>
/// <param name="Shards">Its shards.</param>
public sealed record ModelManifest(
    long ModelVersion,
    string Region,
    string Engine,
    DateOnly Origin,
    DateTimeOffset CompletedAt,
    string DataDigest,
    int SeriesCount,
    double? Wape,
    double? NaiveWape,
    IReadOnlyList<ModelManifest.Shard> Shards)
{
    /// <summary>One stored shard.</summary>
    /// <param name="Number">Number within the version.</param>
    /// <param name="StoreIds">The stores whose state it holds.</param>
    /// <param name="BlobName">Name in blob storage.</param>
    /// <param name="Length">Length in bytes.</param>
    /// <param name="Sha256">SHA-256 of the bytes.</param>
    /// <param name="DataDigest">SHA-256 of the history it was fitted on.</param>
    public sealed record Shard(int Number, IReadOnlyList<int> StoreIds, string BlobName, long Length, string Sha256, string DataDigest);
}
