using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Forecast.Web.Access.Entra;

/// <summary>What happens on the way through the provider and back, around what Microsoft.Identity.Web does there.</summary>
internal sealed class EntraEvents(Admission admission, ClientAssertion assertion, AuditTrail audit, ILogger<EntraEvents> logger)
{
    public void Wrap(OpenIdConnectEvents events)
    {
        events.OnAuthorizationCodeReceived = Then(assertion.AddAsync, events.OnAuthorizationCodeReceived);
        events.OnTokenValidated = Then(events.OnTokenValidated, AdmitAsync);
        events.OnRedirectToIdentityProviderForSignOut = Then(events.OnRedirectToIdentityProviderForSignOut, NameWhomToSignOut);
        events.OnAccessDenied = Declined;
        events.OnRemoteFailure = Failed;
    }

    private static Func<T, Task> Then<T>(Func<T, Task> first, Func<T, Task> second) => async context =>
    {
        await first(context);
        await second(context);
    };

    private async Task AdmitAsync(TokenValidatedContext context)
    {
        try
        {
            context.Principal = await admission.AdmitAsync(context.Principal!, context.HttpContext.RequestAborted);
        }
        catch (SignInRefusedException refused)
        {
            await audit.AddAsync(refused.Who, "sign-in refused", "account", $"{refused.Problem}", context.HttpContext.RequestAborted);
            context.Fail(refused);
        }
    }

    /// <summary>The cookie keeps no token that could name the account; the provider would ask which of several to sign out.</summary>
    private static Task NameWhomToSignOut(RedirectContext context)
    {
        context.ProtocolMessage.SetParameter("client_id", context.Options.ClientId);
        if (SignedInUser.LoginHint(context.HttpContext.User) is { } hint)
            context.ProtocolMessage.SetParameter("logout_hint", hint);
        return Task.CompletedTask;
    }

    private static Task Declined(AccessDeniedContext context)
    {
        context.Response.Redirect(SignInEndpoints.PageOf(SignInProblem.Declined, context.ReturnUrl));
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private Task Failed(RemoteFailureContext context)
    {
        var failure = context.Failure!;
        var returnUrl = context.Properties?.RedirectUri;
        // The provider has changed its keys since they were read; they have been asked for again just now, and the person is signed in
        // there.
        if (SignInFailure.IsUnknownKey(failure) && context.Properties?.Items.ContainsKey(SignInEndpoints.AgainMark) != true)
        {
            context.Response.Redirect(SignInEndpoints.LoginAgain(returnUrl));
        }
        else
        {
            var problem = SignInFailure.Of(failure);
            Log(problem, failure);
            context.Response.Redirect(SignInEndpoints.PageOf(problem, returnUrl));
        }

        context.HandleResponse();
        return Task.CompletedTask;
    }

    private void Log(SignInProblem problem, Exception failure)
    {
        if (failure is SignInRefusedException || problem is SignInProblem.TookTooLong)
            logger.LogInformation("A sign-in did not succeed: {Problem}. {Reason}", problem, failure.Message);
        else
            logger.LogWarning(failure, "A sign-in failed: {Problem}.", problem);
    }
}
