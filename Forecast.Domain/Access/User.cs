namespace Forecast.Domain.Access;

/// <summary>A person, or a program, that may sign in.</summary>
public sealed class User
{
    /// <summary>Database key.</summary>
    public int Id { get; set; }

    /// <summary>The identity provider's stable key of the person.</summary>
    public required string Subject { get; set; }

    /// <summary>Whether it is a person or a program.</summary>
    public AccountKind Kind { get; set; }

    /// <summary>Name on screen.</summary>
    public required string Name { get; set; }

    /// <summary>Mail address; empty when unknown.</summary>
    public string Email { get; set; } = "";

    /// <summary>What the person may do.</summary>
    public Role Role { get; set; }

    /// <summary>When the person was last seen; null before the first visit.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>When the account was closed; null while it is open.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}
