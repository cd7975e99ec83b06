using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Server.Live;

/// <summary>Asks all grains how things stand. Safe from any thread.</summary>
internal sealed class LiveSnapshots(IGrainDirectory grains)
{
    /// <summary>Everything live, for nobody in particular: pass it through a <see cref="LiveAudience"/>.</summary>
    internal async Task<LiveSnapshot> TakeAsync(CancellationToken cancellationToken)
    {
        var calls = new List<CallSnapshot>();
        var transcripts = new List<LiveTranscript>();
        var tensions = new List<CallTension>();
        foreach (CallId id in grains.LiveCalls)
        {
            if (!grains.TryGetLiveCall(id, out ICallGrain? grain))
            {
                continue;
            }

            LiveTranscript transcript = await grain.GetTranscriptAsync(cancellationToken);
            CallTension? tension = await grain.GetTensionAsync(cancellationToken);
            CallSnapshot call = await grain.GetSnapshotAsync(cancellationToken);
            if (call.State != CallState.Ended)
            {
                calls.Add(call);

                // Words and tension were asked for first: a refusal in between empties them here too.
                bool isErased = call.Recording is RecordingState.Refused or RecordingState.Private;
                transcripts.Add(isErased ? new LiveTranscript(id, [], []) : transcript);
                if (tension is not null && !isErased)
                {
                    tensions.Add(tension);
                }
            }
        }

        IReadOnlyList<Alarm> alarms = await grains.Alarms.GetOpenAsync(cancellationToken);
        return new LiveSnapshot(calls, alarms, transcripts) { Tensions = tensions };
    }
}
