using System.Security.Claims;
using Supervision.Grains.Incidents;
using Supervision.Server.Listening;
using Supervision.Server.Security;
using Supervision.Shared.Calls;

namespace Supervision.Server.Incidents;

/// <summary>The police desk hears the live calls that are attached to an incident, as long as they are.</summary>
internal sealed class DeskMayListen(IAttachedCalls attached) : IListeningRight
{
    public ValueTask<bool> MayListenAsync(ClaimsPrincipal person, CallSnapshot call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(person.IsInRole(Roles.PoliceDesk) && attached.Contains(call.Id));
}
