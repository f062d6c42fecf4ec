namespace Forecast.Domain.Registry;

/// <summary>A name that points at a model version of a region.</summary>
public sealed class ModelAlias
{
    /// <summary>The alias of the version in use.</summary>
    public const string Champion = "champion";

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The name, such as <see cref="Champion"/>.</summary>
    public required string Alias { get; set; }

    /// <summary>The version it points at.</summary>
    public long ModelVersionId { get; set; }
}
