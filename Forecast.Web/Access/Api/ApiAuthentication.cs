using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Forecast.Web.Access.Api;

/// <summary>
/// Lets programs in by a personal token or by one of the company, and browsers of this site by their cookie, which only reads: so nobody
/// else's page can do anything with it. Nobody is sent to a page; what is wrong is noted for the answer (<see cref="ApiRefusal"/>).
/// </summary>
internal sealed class ApiAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, PersonalTokens tokens,
    Sessions sessions, ViewerSource viewers, TokenAdmission? admission = null)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";
    private const string NewToken = "Make a personal token on the page of your account (\"API tokens\"), or get one of your company.";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return await OfCookieAsync();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return Refuse("The header Authorization is not of the kind \"Bearer\".", "Send Authorization: Bearer TOKEN.");
        var token = header[Bearer.Length..].Trim();
        return token.StartsWith(PersonalTokens.Prefix, StringComparison.Ordinal) ? await OfPersonalTokenAsync(token)
            : admission is null ? Refuse("This installation has no company sign-in, so tokens of a company are not taken.", NewToken)
            : await OfCompanyTokenAsync(admission);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        bool wasGiven = Request.Headers.Authorization.Count > 0;
        Response.Headers.WWWAuthenticate = wasGiven ? "Bearer error=\"invalid_token\"" : "Bearer";
        if (ApiRefusal.Of(Context) is null)
            new ApiRefusal("The request carries no token.", $"Send Authorization: Bearer TOKEN. {NewToken}").Note(Context);
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        if (ApiRefusal.Of(Context) is null && Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy is { } scope)
        {
            bool byCookie = Request.Headers.Authorization.Count == 0;
            new ApiRefusal(
                byCookie ? "A signed-in browser may read here, but not change anything." : $"The token does not have the right {scope}.",
                byCookie ? $"Send a token that has the right {scope}. {NewToken}"
                    : $"Use a token with {scope} (programs of a company: {ApiScopes.AppRole(scope)}) of somebody who may do this.")
                .Note(Context);
        }

        return Task.CompletedTask;
    }

    private async Task<AuthenticateResult> OfCookieAsync()
    {
        var cookie = await Context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (cookie.Principal is not { } user || await sessions.FindViewerAsync(user, Context.RequestAborted) is not { } viewer)
            return AuthenticateResult.NoResult();
        return Enter(ApiCaller.Of(viewer, [ApiScopes.Read], $"user {viewer.UserId}"));
    }

    private async Task<AuthenticateResult> OfPersonalTokenAsync(string text)
    {
        var found = await tokens.FindAsync(text, Context.RequestAborted);
        if (found.Caller is { } caller)
            return Enter(caller);
        return Refuse(found.Refusal, NewToken);
    }

    private async Task<AuthenticateResult> OfCompanyTokenAsync(TokenAdmission door)
    {
        AuthenticateResult result;
        try
        {
            result = await Context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            throw new ProviderSilentException(e); // Its keys cannot be read: nobody can tell whether the token is good.
        }

        if (result.Principal is not { } principal)
            return Refuse(Fault(result.Failure), "Get a new token of your company for this API.");
        var (caller, refusal) = await door.AdmitAsync(principal, Context.RequestAborted);
        if (caller is not null)
            return Enter(caller);
        refusal!.Note(Context);
        return AuthenticateResult.Fail(refusal.What);
    }

    private AuthenticateResult Enter(ApiCaller caller)
    {
        viewers.Use(caller.Viewer);
        return AuthenticateResult.Success(new AuthenticationTicket(caller.Enter(Context), Scheme.Name));
    }

    private AuthenticateResult Refuse(string what, string fix)
    {
        new ApiRefusal(what, fix).Note(Context);
        return AuthenticateResult.Fail(what);
    }

    private static string Fault(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidAudienceException => "The token was made for another application.",
        SecurityTokenInvalidIssuerException => "The token is of a company that has no access here.",
        _ => "The token cannot be trusted: it is damaged, or signed by somebody else.",
    };
}
