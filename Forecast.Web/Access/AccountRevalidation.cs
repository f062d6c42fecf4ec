using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Forecast.Web.Access;

/// <summary>
/// A circuit lives for hours; this ends its sign-in when the session was ended or has expired, the account was closed, or its rights
/// have changed. The page then loads itself anew, and shows what is still allowed.
/// </summary>
internal sealed class AccountRevalidation(ILoggerFactory loggers, Sessions sessions)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <summary>With <see cref="ViewerDirectory.Lifetime"/> on top, less than a minute from a revoked right to a closed page.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    protected override TimeSpan RevalidationInterval => Interval;

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        IsStillTrueAsync(authenticationState, cancellationToken);

    internal async Task<bool> IsStillTrueAsync(AuthenticationState state, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.FindViewerAsync(state.User, cancellationToken) is { } viewer && SignedInUser.Matches(state.User, viewer);
        }
        catch (Exception e) when (e.GetBaseException() is DbException or IOException or TimeoutException or SocketException)
        {
            // A database that is away signs nobody out: whatever the page asks for meanwhile is checked again, and refused.
            return true;
        }
    }
}
