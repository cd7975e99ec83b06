using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Supervision.Server.Security;

namespace Supervision.Server.Hubs;

/// <summary>
/// <c>/hubs/live</c>: tells a browser what is live. It has no methods to call; each connection is served by its own
/// <see cref="LivePump"/>. Wire: docs/api.md.
/// </summary>
[Authorize(Policies.UseCalls)]
internal sealed class LiveHub(LivePumps pumps) : Hub
{
    internal const string Path = "/hubs/live";

    public override Task OnConnectedAsync()
    {
        pumps.Start(Context);
        return base.OnConnectedAsync();
    }
}
