namespace Forecast.Web.Access;

/// <summary>How people sign in to a process.</summary>
internal enum SignInKind
{
    /// <summary>Nobody can: no identity provider is set, or the process only computes.</summary>
    None,

    /// <summary>Accounts are chosen without a password; in Development, while no identity provider is set.</summary>
    Development,

    /// <summary>With the company's account (Microsoft Entra ID).</summary>
    Entra,
}
