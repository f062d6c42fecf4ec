using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Forecast.Web.Access;

/// <summary>A circuit lives for hours; this ends its session when the account was closed or its role changed.</summary>
internal sealed class AccountRevalidation(ILoggerFactory loggers, ViewerDirectory directory)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(5);

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        IsStillTrueAsync(authenticationState, cancellationToken);

    internal async Task<bool> IsStillTrueAsync(AuthenticationState state, CancellationToken cancellationToken) =>
        SignedInUser.UserId(state.User) is { } id
        && await directory.FindAsync(id, cancellationToken) is { } viewer
        && SignedInUser.Matches(state.User, viewer);
}
