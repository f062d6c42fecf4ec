using Forecast.Web.Access;
using Forecast.Web.Access.Entra;
using Forecast.Web.Features.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Forecast.Tests.Web.Access;

public class SignInFailureTests
{
    [Fact] // The check of the issuer reports a provider that does not answer as an issuer it does not know.
    public void NetworkBehindAnUnknownIssuer_IsAProviderThatDoesNotAnswer() => Assert.Equal(
        SignInProblem.Unavailable,
        SignInFailure.Of(Wrapped(new SecurityTokenInvalidIssuerException("IDX40001", new HttpRequestException("refused")))));

    [Fact]
    public void UnknownIssuer_IsAnotherCompany() =>
        Assert.Equal(SignInProblem.ForeignTenant, SignInFailure.Of(Wrapped(new SecurityTokenInvalidIssuerException("IDX40001"))));

    [Fact]
    public void LostCookie_TookTooLong() =>
        Assert.Equal(SignInProblem.TookTooLong, SignInFailure.Of(new AuthenticationFailureException("Correlation failed.")));

    [Fact]
    public void WrongNonce_TookTooLong() =>
        Assert.Equal(SignInProblem.TookTooLong, SignInFailure.Of(Wrapped(new OpenIdConnectProtocolInvalidNonceException("IDX21323"))));

    [Fact]
    public void TokenOfTheFuture_IsAWrongClock() =>
        Assert.Equal(SignInProblem.WrongClock, SignInFailure.Of(Wrapped(new SecurityTokenNotYetValidException("IDX10222"))));

    [Fact]
    public void AlteredSignature_IsRefused_WithoutSayingMore() =>
        Assert.Equal(SignInProblem.Refused, SignInFailure.Of(Wrapped(new SecurityTokenInvalidSignatureException("IDX10511"))));

    [Fact]
    public void EveryProblem_HasWordsOfItsOwn()
    {
        var titles = Enum.GetValues<SignInProblem>().Select(problem => SignInWords.For(problem).Title).ToList();

        Assert.Equal(titles.Count, titles.Distinct(StringComparer.Ordinal).Count());
    }

    private static AuthenticationFailureException Wrapped(Exception cause) => new("An error was encountered.", cause);
}
