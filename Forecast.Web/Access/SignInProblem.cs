namespace Forecast.Web.Access;

/// <summary>Why somebody is at the sign-in page rather than inside; each has words of its own there.</summary>
internal enum SignInProblem
{
    /// <summary>Neither a role nor a group of the person is one of the product's.</summary>
    NoRole,

    /// <summary>The person is in more groups than a token holds, and a role or region hangs on groups.</summary>
    GroupOverage,

    /// <summary>An admin of the product has closed the account.</summary>
    Closed,

    /// <summary>The account belongs to another company.</summary>
    ForeignTenant,

    /// <summary>The person, or the company, did not agree to the sign-in.</summary>
    Declined,

    /// <summary>The provider does not answer.</summary>
    Unavailable,

    /// <summary>Between the first and the last step lay too much time, or another browser.</summary>
    TookTooLong,

    /// <summary>The clocks of this server and of the provider disagree.</summary>
    WrongClock,

    /// <summary>The provider does not accept this product: its registration, secret or certificate.</summary>
    Misconfigured,

    /// <summary>What came back cannot be trusted; nobody needs to know more.</summary>
    Refused,

    /// <summary>Signed out, at both ends.</summary>
    SignedOut,

    /// <summary>Signed out here; the provider did not answer.</summary>
    SignedOutHere,

    /// <summary>The session was ended elsewhere.</summary>
    SessionEnded,
}
