using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Shared.Live;

/// <summary>What a grain tells the world. Immutable: it crosses threads, and nodes one day.</summary>
public abstract record LiveEvent(CallId CallId);

/// <summary>A call began, or anything that its tile shows has changed.</summary>
public sealed record CallUpdated(CallSnapshot Call) : LiveEvent(Call.Id);

/// <summary>The call is over; its tile may fade.</summary>
public sealed record CallEnded(CallSnapshot Call) : LiveEvent(Call.Id);

/// <summary>Levels of the last 100 ms, in dBFS (0 = full scale, -90 = silence); NaN never. Null: no such lane.</summary>
public sealed record LevelsMeasured(CallId CallId, float? CallerDbfs, float? AgentDbfs, float? MixedDbfs) : LiveEvent(CallId);

/// <summary>The caller's tension moved on: twice a second where she speaks. Of the caller only, never of the person at work.</summary>
public sealed record TensionMeasured(CallId CallId, TensionPoint Tension) : LiveEvent(CallId);

/// <summary>
/// What was measured up to <paramref name="UpToMs"/> was perhaps another's voice: no point and no level of it may stay on a screen.
/// </summary>
public sealed record TensionWithdrawn(CallId CallId, int UpToMs) : LiveEvent(CallId);

/// <summary>Words so far on one lane; replaces the lane's earlier partial. Empty text clears it.</summary>
public sealed record TranscriptPartial(CallId CallId, PartialUtterance Partial) : LiveEvent(CallId);

/// <summary>A final utterance or gap.</summary>
public sealed record TranscriptFinal(CallId CallId, Utterance Utterance) : LiveEvent(CallId);

/// <summary>A key was pressed on one lane (RFC 4733).</summary>
public sealed record KeyPressed(CallId CallId, Lane Lane, char Key, int AtMs) : LiveEvent(CallId);

/// <summary>A new alarm.</summary>
public sealed record AlarmRaised(Alarm Alarm) : LiveEvent(Alarm.CallId);

/// <summary>An alarm changed: a further reason, acknowledged, resolved.</summary>
public sealed record AlarmUpdated(Alarm Alarm) : LiveEvent(Alarm.CallId);

/// <summary>State of everything live: what a browser gets when it connects.</summary>
/// <param name="Calls">Live calls, oldest first.</param>
/// <param name="Alarms">Open alarms, newest first.</param>
/// <param name="Transcripts">For each live call, its last final utterances and current partials.</param>
public sealed record LiveSnapshot(
    IReadOnlyList<CallSnapshot> Calls,
    IReadOnlyList<Alarm> Alarms,
    IReadOnlyList<LiveTranscript> Transcripts)
{
    /// <summary>Of each live call whose tension is followed, the last minute of its curve.</summary>
    public IReadOnlyList<CallTension> Tensions { get; init; } = [];
}

/// <summary>The visible end of one live call's transcript.</summary>
public sealed record LiveTranscript(CallId CallId, IReadOnlyList<Utterance> LastFinals, IReadOnlyList<PartialUtterance> Partials);
