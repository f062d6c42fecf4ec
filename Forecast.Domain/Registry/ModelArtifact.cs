namespace Forecast.Domain.Registry;

/// <summary>The stored bytes of one shard of a model version.</summary>
public sealed class ModelArtifact
{
    /// <summary>The version.</summary>
    public long ModelVersionId { get; set; }

    /// <summary>Shard number within the version.</summary>
    public int Shard { get; set; }

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
