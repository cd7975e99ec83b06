using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Supervision.Server.Security;

namespace Supervision.Server.Hubs;

/// <summary>One SignalR connection.</summary>
internal sealed class HubClient(IHubContext<LiveHub> hub, HubCallerContext connection, SessionValidator sessions) : ILiveClient
{
    private readonly ISingleClientProxy _client = hub.Clients.Client(connection.ConnectionId);

    public Task SendAsync(string method, object argument, CancellationToken cancellationToken)
    {
        return _client.SendAsync(method, argument, cancellationToken);
    }

    public Task<bool> IsAllowedAsync(CancellationToken cancellationToken)
    {
        return connection.User is ClaimsPrincipal user ? sessions.IsValidAsync(user, cancellationToken) : Task.FromResult(false);
    }

    public void Abort() => connection.Abort();
}
