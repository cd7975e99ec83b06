using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.Tests;

/// <summary>Calls and alarms as the contracts carry them.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 7, 55, 0, TimeSpan.Zero);

    internal static CallSnapshot Call(int number = 1) => new()
    {
        Id = new CallId(new Guid(number, 0, 0, new byte[8])),
        Source = CallSource.SipRec,
        State = CallState.Live,
        Recording = RecordingState.Recording,
        Transcription = TranscriptionState.Live,
        Caller = new Party("0612345678", "Mme Lefèvre"),
        Agent = new Party("201", "Accueil"),
        StartedAt = Start,
        Lanes = [Lane.Caller, Lane.Agent],
    };

    internal static CallSnapshot Ended(int number = 1) => Call(number) with
    {
        State = CallState.Ended,
        Transcription = TranscriptionState.Complete,
        EndedAt = Start.AddSeconds(245),
        EndReason = CallEndReason.Normal,
    };

    internal static Alarm Alarm(int number, CallSnapshot call, AlarmSeverity severity = AlarmSeverity.Serious) => new()
    {
        Id = new AlarmId(new Guid(1000 + number, 0, 0, new byte[8])),
        CallId = call.Id,
        Category = AlarmCategory.Threat,
        Severity = severity,
        State = AlarmState.Raised,
        RaisedAt = Start.AddSeconds(number),
        Reasons = [new AlarmReason("words/threat", "je vais venir vous voir", Lane.Caller, 74_000, "alarm-words/1", null, null)],
        Revision = 1,
    };

    internal static Alarm Acknowledged(Alarm alarm) => alarm with
    {
        State = AlarmState.Acknowledged,
        AcknowledgedBy = "superviseur",
        AcknowledgedAt = Start.AddMinutes(6),
        Revision = alarm.Revision + 1,
    };
}
