namespace Forecast.Domain.Registry;

/// <summary>The immutable record of one fit of a region.</summary>
public sealed class ModelVersion
{
    /// <summary>Database key; later versions have higher keys.</summary>
    public long Id { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The run that fitted it.</summary>
    public long RunId { get; set; }

    /// <summary>Last day it was fitted on.</summary>
    public DateOnly Origin { get; set; }

    /// <summary>Version of the engine that fitted it.</summary>
    public required string Engine { get; set; }

    /// <summary>Highest load key whose rows it has seen: later changes to earlier days call for a refit.</summary>
    public long SeenLoadId { get; set; }

    /// <summary>SHA-256 over the digests of the shards' data, in hexadecimal; empty until complete.</summary>
    public string DataDigest { get; set; } = "";

    /// <summary>Series fitted.</summary>
    public int SeriesCount { get; set; }

    /// <summary>Backtest WAPE, days 1 to 7, a ratio; null where nothing was sold.</summary>
    public double? Wape { get; set; }

    /// <summary>The same of the seasonal-naive baseline.</summary>
    public double? NaiveWape { get; set; }

    /// <summary>When it was planned.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When its manifest was complete; null before, and such a version is never used.</summary>
    public DateTimeOffset? CompletedAt { get; set; }
}
