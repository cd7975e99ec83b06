using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>Asks all grains how things stand. Safe from any thread.</summary>
internal sealed class LiveSnapshots(IGrainDirectory grains)
{
    /// <summary>Everything live, for nobody in particular: pass it through a <see cref="LiveAudience"/>.</summary>
    internal async Task<LiveSnapshot> TakeAsync(CancellationToken cancellationToken)
    {
        var calls = new List<CallSnapshot>();
        var transcripts = new List<LiveTranscript>();
        foreach (CallId id in grains.LiveCalls)
        {
            if (!grains.TryGetLiveCall(id, out ICallGrain? grain))
            {
                continue;
            }

            LiveTranscript transcript = await grain.GetTranscriptAsync(cancellationToken);
            CallSnapshot call = await grain.GetSnapshotAsync(cancellationToken);
            if (call.State != CallState.Ended)
            {
                calls.Add(call);

                // The transcript was asked for first: a refusal between the two empties it here too.
                transcripts.Add(call.Recording == RecordingState.Refused ? new LiveTranscript(id, [], []) : transcript);
            }
        }

        IReadOnlyList<Alarm> alarms = await grains.Alarms.GetOpenAsync(cancellationToken);
        return new LiveSnapshot(calls, alarms, transcripts);
    }
}
