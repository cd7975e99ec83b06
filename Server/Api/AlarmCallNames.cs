using Supervision.Client.Services;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Api;

/// <summary>Who is on the call of an open alarm, and whether the user of the request may know. One a scope.</summary>
internal sealed class AlarmCallNames(LiveCallAccess calls, ICallArchive archive, ICurrentUser user)
{
    /// <summary>While the record is away, only what is live is known; whoever sees every call still sees the alarm.</summary>
    internal async Task<Answer> FindAsync(CallId id, CancellationToken cancellationToken)
    {
        if (await calls.FindAsync(id, cancellationToken) is { } grain)
        {
            return Of(await grain.GetSnapshotAsync(cancellationToken));
        }

        try
        {
            return await archive.GetAsync(id, cancellationToken) is { } kept ? Of(kept.Call) : new Answer(user.SeesAllCalls, null);
        }
        catch (DatabaseUnavailableException) when (user.SeesAllCalls)
        {
            return new Answer(true, null);
        }
    }

    private static Answer Of(CallSnapshot call) => new(true, new AlarmCall(call.Caller, call.Agent, call.StartedAt, call.Recording));

    /// <summary>The call may be unknown and the alarm hers to see all the same.</summary>
    internal readonly record struct Answer(bool MaySee, AlarmCall? Call);
}
