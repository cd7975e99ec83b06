using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>
/// A live call as its grain knows it, for whoever opens it before its row has reached the database, or while the database is away.
/// Safe from any thread.
/// </summary>
internal sealed class LiveCallDetails(IGrainDirectory grains)
{
    internal bool IsLive(CallId id) => grains.TryGetLiveCall(id, out _);

    /// <summary>Its last utterances, open alarms and tension; null when the call is not live.</summary>
    internal async Task<CallDetails?> FindAsync(CallId id, CancellationToken cancellationToken)
    {
        if (!grains.TryGetLiveCall(id, out ICallGrain? grain))
        {
            return null;
        }

        LiveTranscript transcript = await grain.GetTranscriptAsync(cancellationToken);
        CallSnapshot call = await grain.GetSnapshotAsync(cancellationToken);
        IReadOnlyList<Alarm> alarms = await grains.Alarms.GetOpenAsync(cancellationToken);
        return new CallDetails
        {
            Call = call,

            // The transcript was asked for first: a refusal between the two empties it here too.
            Transcript = call.Recording == RecordingState.Refused ? [] : transcript.LastFinals,
            Alarms = [.. alarms.Where(alarm => alarm.CallId == id)],
            Events = [],
            HasRecording = false,
            Tension = await grain.GetTensionAsync(cancellationToken),
            DurationMs = 0,
        };
    }
}
