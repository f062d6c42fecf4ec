using System.ComponentModel.DataAnnotations;

namespace Forecast.Training.Registry;

/// <summary>Where fitted state is kept. One of <see cref="ConnectionString"/> and <see cref="ServiceUri"/> must be set.</summary>
public sealed class BlobStorageOptions
{
    /// <summary>Section of the configuration; environment variables start with Blobs__.</summary>
    public const string Section = "Blobs";

    /// <summary>Connection string, for the emulator and for tests.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Address of the account, such as https://account.blob.core.windows.net; signed in to with the workload's own identity.
    /// </summary>
    public Uri? ServiceUri { get; set; }

    /// <summary>Container of the fitted state; created when it is missing.</summary>
    [Required] public string Container { get; set; } = "models";

    /// <summary>Seconds that one attempt at the network may take.</summary>
    [Range(1, 600)] public int NetworkTimeoutSeconds { get; set; } = 20;
}
