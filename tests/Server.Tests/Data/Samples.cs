using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Tests.Data;

/// <summary>Calls, words and alarms to journal.</summary>
internal static class Samples
{
    internal static readonly DateTimeOffset Morning = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    internal static CallSnapshot Call(CallId id, DateTimeOffset startedAt, string caller = "+33612345678", string agent = "4021", bool isEnded = true) => new()
    {
        Id = id,
        Source = CallSource.SipRec,
        State = isEnded ? CallState.Ended : CallState.Live,
        Recording = RecordingState.Recording,
        Transcription = isEnded ? TranscriptionState.Complete : TranscriptionState.Live,
        Caller = new Party(caller, "Mme Dupré"),
        Agent = new Party(agent, "Héloïse"),
        StartedAt = startedAt,
        EndedAt = isEnded ? startedAt.AddSeconds(90) : null,
        EndReason = isEnded ? CallEndReason.Normal : null,
        Lanes = [Lane.Caller, Lane.Agent],
    };

    internal static Utterance Said(Lane lane, int startMs, string text) => new()
    {
        Lane = lane,
        Kind = UtteranceKind.Speech,
        StartMs = startMs,
        EndMs = startMs + 1000,
        Text = text,
        Words = [new Word(text.Split(' ')[0], startMs, startMs + 300, 0.5f)],
        Model = "test-1",
    };

    internal static Alarm Alarm(CallId call, AlarmId id, int revision, AlarmState state) => new()
    {
        Id = id,
        CallId = call,
        Category = AlarmCategory.Threat,
        Severity = AlarmSeverity.Serious,
        State = state,
        RaisedAt = Morning,
        Reasons = [new AlarmReason("words/threat", "je vais vous tuer", Lane.Caller, 1200, "list-1", null, null)],
        AcknowledgedBy = state == AlarmState.Raised ? null : "superviseur",
        AcknowledgedAt = state == AlarmState.Raised ? null : Morning.AddSeconds(5),
        ResolvedBy = state == AlarmState.Resolved ? "superviseur" : null,
        ResolvedAt = state == AlarmState.Resolved ? Morning.AddSeconds(9) : null,
        Outcome = state == AlarmState.Resolved ? AlarmOutcome.Confirmed : null,
        Revision = revision,
    };
}
