using System.Net.Sockets;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Forecast.Web.Access.Entra;

/// <summary>What a failure of the sign-in means to the person in front of it.</summary>
internal static class SignInFailure
{
    /// <summary>
    /// Told by the innermost cause that says something: the check of the issuer, for one, reports a provider that did not answer as an
    /// issuer it does not know.
    /// </summary>
    public static SignInProblem Of(Exception failure)
    {
        var causes = Causes(failure).ToList();
        if (causes.OfType<SignInRefusedException>().FirstOrDefault() is { } refused)
            return refused.Problem;
        if (causes.Exists(e => e is HttpRequestException or IOException or SocketException or TaskCanceledException))
            return SignInProblem.Unavailable;
        return causes.Select(Told).FirstOrDefault(problem => problem is not null) ?? Untyped(failure);
    }

    /// <summary>Whether the token was signed with a key that was not known a moment ago; the handler has then asked for the keys.</summary>
    public static bool IsUnknownKey(Exception failure) => Causes(failure).Any(e => e is SecurityTokenSignatureKeyNotFoundException);

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
            yield return e;
    }

    private static SignInProblem? Told(Exception failure) => failure switch
    {
        SecurityTokenInvalidIssuerException => SignInProblem.ForeignTenant,
        SecurityTokenNotYetValidException or SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException =>
            SignInProblem.WrongClock,
        OpenIdConnectProtocolInvalidNonceException => SignInProblem.TookTooLong, // Its cookie is gone, or belongs to another attempt.
        OpenIdConnectProtocolException => (failure.Data["error"] as string) switch
        {
            "access_denied" or "consent_required" or "interaction_required" => SignInProblem.Declined,
            "temporarily_unavailable" or "server_error" => SignInProblem.Unavailable,
            "invalid_client" or "unauthorized_client" or "invalid_request" or "invalid_resource" => SignInProblem.Misconfigured,
            "invalid_grant" => SignInProblem.TookTooLong, // The code has expired, or was used: the back button.
            _ => null,
        },
        _ => null,
    };

    /// <summary>The handler's own: it has neither a type nor a code for a cookie that is no longer there.</summary>
    private static SignInProblem Untyped(Exception failure) =>
        failure.Message.Contains("Correlation failed", StringComparison.Ordinal) ? SignInProblem.TookTooLong : SignInProblem.Refused;
}
