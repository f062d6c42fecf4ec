using System.Security.Claims;
using Forecast.Domain.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace Forecast.Web.Access;

/// <summary>The signed-in user of this request or circuit, with the rights the database grants now.</summary>
public sealed class ViewerSource
{
    private readonly Sessions sessions;
    private readonly AuthenticationStateProvider authentication;
    private ClaimsPrincipal? ofRequest;
    private Viewer? ofProgram;

    internal ViewerSource(Sessions sessions, AuthenticationStateProvider authentication)
    {
        this.sessions = sessions;
        this.authentication = authentication;
    }

    /// <summary>The viewer; throws <see cref="AccessDeniedException"/> when nobody is signed in, any more or at all.</summary>
    public async ValueTask<Viewer> CurrentAsync(CancellationToken cancellationToken)
    {
        if (ofProgram is not null)
            return ofProgram;
        var user = ofRequest ?? (await authentication.GetAuthenticationStateAsync()).User;
        return await sessions.FindViewerAsync(user, cancellationToken)
            ?? throw new AccessDeniedException("You are not signed in, or your account was closed. Sign in again.");
    }

    /// <summary>Plain endpoints have no authentication state provider to ask; the pipeline tells whose request it is.</summary>
    internal void Use(ClaimsPrincipal user) => ofRequest = user;

    /// <summary>A program has no session: whoever let it in has just read the rights.</summary>
    internal void Use(Viewer viewer) => ofProgram = viewer;
}
