using System.Security.Claims;
using Forecast.Domain.Access;

namespace Forecast.Web.Access;

/// <summary>Whose session it is, as long as it lasts: the one question that requests, open pages and their commands all ask.</summary>
internal sealed class Sessions(ViewerDirectory directory, EndedSessions ended)
{
    /// <summary>Null when nobody is signed in, the session was ended, or the account was closed.</summary>
    public async ValueTask<Viewer?> FindViewerAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (SignedInUser.UserId(user) is not { } id || SignedInUser.Session(user) is not { } session)
            return null;
        return await ended.HasEndedAsync(session, cancellationToken) ? null : await directory.FindAsync(id, cancellationToken);
    }
}
