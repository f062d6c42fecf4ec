using System.Security.Claims;
using Forecast.Domain.Access;

namespace Forecast.Web.Access;

/// <summary>Whose session it is, as long as it lasts: the one question that requests, open pages and their commands all ask.</summary>
internal sealed class Sessions(ViewerDirectory directory, EndedSessions ended)
{
    /// <summary>Whether a session has lasted as long as one may: nothing was taken from anybody, they only sign in again.</summary>
    public bool HasExpired(ClaimsPrincipal user) => ended.HasExpired(SignedInUser.Begun(user));

    /// <summary>Null when nobody is signed in, the session was ended or has expired, or the account was closed.</summary>
    public async ValueTask<Viewer?> FindViewerAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (SignedInUser.UserId(user) is not { } id || SignedInUser.Session(user) is not { } session || HasExpired(user))
            return null;
        return await ended.HasEndedAsync(session, cancellationToken) ? null : await directory.FindAsync(id, cancellationToken);
    }
}
