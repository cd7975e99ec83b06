using System.Security.Claims;
using Supervision.Server.Security;
using Supervision.Shared.Calls;

namespace Supervision.Server.Listening;

/// <summary>Supervisors and administrators hear every call that may be heard.</summary>
internal sealed class WatchersMayListen : IListeningRight
{
    public ValueTask<bool> MayListenAsync(ClaimsPrincipal person, CallSnapshot call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Principals.SeesAllCalls(person));
}
