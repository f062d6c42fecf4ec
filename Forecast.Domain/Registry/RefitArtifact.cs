namespace Forecast.Domain.Registry;

/// <summary>
/// The stored state of stores that were fitted anew for one forecast only, because their sales no longer matched the model: explains that
/// forecast.
/// </summary>
public sealed class RefitArtifact
{
    /// <summary>The forecast version.</summary>
    public long VersionId { get; set; }

    /// <summary>Shard number within its run.</summary>
    public int Shard { get; set; }

    /// <summary>The model version that the other stores were forecast from; names the folder of the blob.</summary>
    public long ModelVersionId { get; set; }

    /// <summary>The stores whose state it holds.</summary>
    public required int[] StoreIds { get; set; }

    /// <summary>Name in blob storage.</summary>
    public required string BlobName { get; set; }

    /// <summary>Length in bytes.</summary>
    public long Length { get; set; }

    /// <summary>SHA-256 of the bytes, in hexadecimal, verified at every load.</summary>
    public required string Sha256 { get; set; }

    /// <summary>SHA-256 of the history it was fitted on, in hexadecimal.</summary>
    public required string DataDigest { get; set; }
}
