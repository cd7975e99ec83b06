using Supervision.Client.Services;
using Supervision.Server.Live;
using Supervision.Server.Recordings;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Server.Data;

/// <summary>Kept calls as the signed-in user may see them. One a scope; asks the database each time.</summary>
internal sealed class CallArchive(CallRepository calls, IRecordingStore recordings, LiveCallDetails live, ICurrentUser user) : ICallArchive
{
    private static readonly CallPage Nothing = new([], 0);

    /// <summary>Somebody who is not signed in, or an agent without a number, sees no call at all.</summary>
    private bool SeesNothing => user.Name is null || user.Scope().IsEmpty;

    public Task<CallPage> SearchAsync(CallQuery query, CancellationToken cancellationToken) =>
        SeesNothing ? Task.FromResult(Nothing) : calls.SearchAsync(query, user.Scope(), cancellationToken);

    public async Task<CallDetails?> GetAsync(CallId id, CancellationToken cancellationToken)
    {
        if (SeesNothing || await FindAsync(id, cancellationToken) is not { } details)
        {
            return null;
        }

        return details.Call.Recording is RecordingState.Refused or RecordingState.Private || !recordings.Exists(id)
            ? details
            : details with
            {
                HasRecording = true,
                DurationMs = details.Call.EndedAt is null ? (int)(recordings.GetInfo(id)?.Duration.TotalMilliseconds ?? 0) : details.DurationMs,
            };
    }

    /// <summary>A live call is told by its grain until the database has its row.</summary>
    private async Task<CallDetails?> FindAsync(CallId id, CancellationToken cancellationToken)
    {
        try
        {
            if (await calls.GetAsync(id, user.Scope(), cancellationToken) is { } kept)
            {
                return kept;
            }
        }
        catch (DatabaseUnavailableException) when (live.IsLive(id))
        {
            // What its grain knows is better than nothing.
        }

        return await live.FindAsync(id, cancellationToken) is { } known && user.MaySee(known.Call) ? known : null;
    }
}
