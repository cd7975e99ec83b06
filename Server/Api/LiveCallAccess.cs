using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Server.Security;
using Supervision.Shared;

namespace Supervision.Server.Api;

/// <summary>Finds a live call's grain for the user of the request, or nothing when she may not see the call.</summary>
internal sealed class LiveCallAccess(IGrainDirectory grains, ICurrentUser user)
{
    internal async Task<ICallGrain?> FindAsync(CallId id, CancellationToken cancellationToken) =>
        grains.TryGetLiveCall(id, out ICallGrain? grain) && user.MaySee(await grain.GetSnapshotAsync(cancellationToken)) ? grain : null;

    /// <summary>As <see cref="FindAsync"/>, of those whose recording she may stop.</summary>
    internal async Task<ICallGrain?> FindOwnAsync(CallId id, CancellationToken cancellationToken) =>
        grains.TryGetLiveCall(id, out ICallGrain? grain) && user.IsOwn(await grain.GetSnapshotAsync(cancellationToken)) ? grain : null;
}
