namespace Forecast.Domain.Access;

/// <summary>A word by which a program of a user is let in; only its hash is kept.</summary>
public sealed class PersonalToken
{
    /// <summary>Database key.</summary>
    public long Id { get; set; }

    /// <summary>Whose it is: it can never do more than they can.</summary>
    public int UserId { get; set; }

    /// <summary>What it is for, in the user's words.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the token: it is of 256 random bits, so nobody can guess what was hashed.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Its last four characters, so that it can be told from others.</summary>
    public required string Ending { get; set; }

    /// <summary>Names of what it may do, as in <c>Forecasts.Read</c>.</summary>
    public required string[] Scopes { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When its user took it back; null while it works.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it was last used, to the hour; null before.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
