namespace Forecast.Domain.Access;

/// <summary>
/// A session that was ended before its cookie expires: from then on nobody gets anything for that cookie, wherever a copy lies.
/// </summary>
public sealed class EndedSession
{
    /// <summary>The session, as the cookie names it.</summary>
    public Guid Id { get; set; }

    /// <summary>When it was ended.</summary>
    public DateTimeOffset EndedAt { get; set; }
}
