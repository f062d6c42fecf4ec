namespace Forecast.Domain.Access;

/// <summary>A request that its sender may repeat without its being done twice, and what came of it.</summary>
public sealed class IdempotencyKey
{
    /// <summary>Who asked: two users may choose the same key.</summary>
    public int UserId { get; set; }

    /// <summary>The key the sender chose.</summary>
    public required string Key { get; set; }

    /// <summary>SHA-256 of what was asked.</summary>
    public required byte[] RequestHash { get; set; }

    /// <summary>The run that came of it; null while it is asked for.</summary>
    public long? RunId { get; set; }

    /// <summary>When it was first asked.</summary>
    public DateTimeOffset At { get; set; }
}
