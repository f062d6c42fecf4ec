namespace Forecast.Domain.Access;

/// <summary>A data-protection key that all replicas share.</summary>
public sealed class SharedKey
{
    /// <summary>Database key.</summary>
    public int Id { get; set; }

    /// <summary>Name given by the framework.</summary>
    public required string Name { get; set; }

    /// <summary>The key as the framework writes it. Without a certificate to wrap it, whoever reads it can pose as anybody.</summary>
    public required string Xml { get; set; }
}
