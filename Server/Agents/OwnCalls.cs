using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Server.Agents;

/// <summary>Finds the calls of the signed-in user's own number, live and over. One a scope.</summary>
internal sealed class OwnCalls(IGrainDirectory grains, ICallArchive archive, ICurrentUser user)
{
    private readonly OwnUser _own = new(user);

    internal OwnUser User => _own;

    /// <summary>The one she talks in rather than one on hold, then the newest; null when none is live.</summary>
    internal async Task<CallSnapshot?> FindLiveAsync(CancellationToken cancellationToken)
    {
        CallSnapshot? found = null;
        foreach (CallId id in grains.LiveCalls)
        {
            if (grains.TryGetLiveCall(id, out ICallGrain? grain)
                && await grain.GetSnapshotAsync(cancellationToken) is { State: not CallState.Ended } call
                && _own.MaySee(call)
                && (found is null || (call.State, -call.StartedAt.UtcTicks).CompareTo((found.State, -found.StartedAt.UtcTicks)) < 0))
            {
                found = call;
            }
        }

        return found;
    }

    /// <summary>Her grain, when the call is live and hers.</summary>
    internal async Task<ICallGrain?> FindGrainAsync(CallId id, CancellationToken cancellationToken) =>
        grains.TryGetLiveCall(id, out ICallGrain? grain) && _own.MaySee(await grain.GetSnapshotAsync(cancellationToken)) ? grain : null;

    /// <summary>Calls that are over, newest first.</summary>
    internal async Task<IReadOnlyList<CallListItem>> GetEndedAsync(int count, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_own.AgentNumber))
        {
            return [];
        }

        var query = new CallQuery { AgentNumber = _own.AgentNumber, PageSize = count };
        return (await archive.SearchAsync(query, cancellationToken)).Items;
    }
}
