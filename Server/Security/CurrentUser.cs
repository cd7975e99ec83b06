using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Supervision.Grains.Incidents;

namespace Supervision.Server.Security;

/// <summary>
/// Who asks: the user of the request, or of the circuit when a Blazor component asks. One per scope; a circuit is a scope.
/// </summary>
internal sealed class CurrentUser(IHttpContextAccessor httpContext, IAttachedCalls attached) : ICurrentUser
{
    private ClaimsPrincipal? circuitUser;

    public string? Name => Principal?.Identity is { IsAuthenticated: true, Name: { } name } ? name : null;

    public bool SeesAllCalls => Principals.SeesAllCalls(Principal);

    public string? AgentNumber => Principal?.FindFirstValue(ClaimNames.AgentNumber);

    public IAttachedCalls? Attached => Principal?.IsInRole(Roles.PoliceDesk) == true ? attached : null;

    private ClaimsPrincipal? Principal => circuitUser ?? httpContext.HttpContext?.User;

    /// <summary>The circuit's user, from its state provider: the request that opened the socket is long gone.</summary>
    internal void SetCircuitUser(ClaimsPrincipal user) => circuitUser = user;

    /// <summary>Keeps the circuit's <see cref="CurrentUser"/> in step with its authentication state.</summary>
    internal sealed class CircuitTracker(AuthenticationStateProvider state, CurrentUser user) : CircuitHandler, IDisposable
    {
        public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            state.AuthenticationStateChanged += Changed;
            user.SetCircuitUser((await state.GetAuthenticationStateAsync()).User);
        }

        public void Dispose() => state.AuthenticationStateChanged -= Changed;

        private void Changed(Task<AuthenticationState> next) => _ = FollowAsync(next);

        private async Task FollowAsync(Task<AuthenticationState> next)
        {
            try
            {
                user.SetCircuitUser((await next).User);
            }
            catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
            {
                // Unknown is nobody.
                user.SetCircuitUser(new ClaimsPrincipal(new ClaimsIdentity()));
            }
        }
    }
}
