using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Supervision.Server.Security;

/// <summary>Asks again during the life of a circuit whether its user may still be here: a wall-board stays open for weeks.</summary>
internal sealed class CircuitStateProvider(ILoggerFactory loggers, SessionValidator sessions)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        sessions.IsValidAsync(authenticationState.User, cancellationToken);
}
