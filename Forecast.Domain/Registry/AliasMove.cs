namespace Forecast.Domain.Registry;

/// <summary>One entry of the promotion history; only ever added.</summary>
public sealed class AliasMove
{
    /// <summary>Database key.</summary>
    public long Id { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The alias moved.</summary>
    public required string Alias { get; set; }

    /// <summary>Where it pointed before; null for the first move.</summary>
    public long? FromVersionId { get; set; }

    /// <summary>Where it points since.</summary>
    public long ToVersionId { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who: a user's name or "schedule".</summary>
    public required string By { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }
}
