namespace Forecast.Domain.Access;

/// <summary>A data-protection key that all replicas share.</summary>
public sealed class SharedKey
{
    /// <summary>Database key.</summary>
    public int Id { get; set; }

    /// <summary>Name given by the framework.</summary>
    public required string Name { get; set; }

    /// <summary>The key as XML, wrapped where a wrapping key is configured.</summary>
    public required string Xml { get; set; }
}
