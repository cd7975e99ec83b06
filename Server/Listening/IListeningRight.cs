using System.Security.Claims;
using Supervision.Shared.Calls;

namespace Supervision.Server.Listening;

/// <summary>
/// One reason why somebody may hear a live call. Register as many as there are: one that says yes is enough. Asked before a listening
/// begins and while it lasts, so that a right that is withdrawn ends it.
/// </summary>
internal interface IListeningRight
{
    ValueTask<bool> MayListenAsync(ClaimsPrincipal person, CallSnapshot call, CancellationToken cancellationToken);
}
