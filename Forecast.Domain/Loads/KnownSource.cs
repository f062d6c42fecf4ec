namespace Forecast.Domain.Loads;

/// <summary>
/// How sales files of one source, known by their header and the region they were loaded for, were read at their last successful load;
/// only where something was said about it.
/// </summary>
public sealed class KnownSource
{
    /// <summary>The region that was said for new stores; empty when none was.</summary>
    public required string RegionCode { get; set; }

    /// <summary>SHA-256 of the names of the columns, in their order.</summary>
    public required string HeaderDigest { get; set; }

    /// <summary>What was said, as <see cref="SourceChoices.ToJson"/> writes it.</summary>
    public required string Choices { get; set; }

    /// <summary>Name of the file.</summary>
    public required string FileName { get; set; }

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset LoadedAt { get; set; }
}
