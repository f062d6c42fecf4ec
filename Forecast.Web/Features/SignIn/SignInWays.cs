namespace Forecast.Web.Features.SignIn;

/// <summary>The ways on from the sign-in page.</summary>
[Flags]
public enum SignInWays
{
    /// <summary>With the account that the browser knows.</summary>
    Login = 1,

    /// <summary>With another account.</summary>
    Other = 2,

    /// <summary>Either.</summary>
    LoginOrOther = Login | Other,
}
