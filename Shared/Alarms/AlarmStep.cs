using System.Text.Json.Serialization;

namespace Supervision.Shared.Alarms;

/// <summary>What happened to an alarm. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlarmStepKind>))]
public enum AlarmStepKind : byte
{
    Raised = 1,

    /// <summary>A further reason of the same call, no graver than what stood.</summary>
    Joined = 2,

    /// <summary>A graver report: whoever had acknowledged it has not seen this.</summary>
    Worsened = 3,
    Acknowledged = 4,

    /// <summary>Somebody else took it from its owner.</summary>
    TakenOver = 5,

    /// <summary>Handed up, by somebody or, without a name, by itself.</summary>
    Escalated = 6,
    Snoozed = 7,
    SnoozeEnded = 8,
    Resolved = 9,

    /// <summary>The outcome was put right afterwards, with a reason.</summary>
    Corrected = 10,

    /// <summary>The person refused: the words that it quoted are erased.</summary>
    WordsErased = 11,

    /// <summary>The end of what was being said lowers words that had been told: they were somebody else's, or denied.</summary>
    Lowered = 12,

    /// <summary>The lines changed places: the voice that it quoted was perhaps the agent's, its scores are erased.</summary>
    VoiceWithdrawn = 13,
}

/// <summary>One step of an alarm's handling, kept for good.</summary>
public sealed record AlarmStep
{
    /// <summary>The alarm's <see cref="Alarm.Revision"/> after it: steps are in this order.</summary>
    public required int Revision { get; init; }

    public required AlarmStepKind Kind { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Null: by itself.</summary>
    public string? By { get; init; }

    /// <summary>What was written with it: why it was escalated, how it ended, why its outcome was corrected.</summary>
    public string? Note { get; init; }

    /// <summary>As the alarm stood after the step, as are the fields below.</summary>
    public required AlarmState State { get; init; }

    public required AlarmCategory Category { get; init; }
    public required AlarmSeverity Severity { get; init; }
    public AlarmOutcome? Outcome { get; init; }
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>The step that brought <paramref name="alarm"/> where it stands.</summary>
    public static AlarmStep Of(Alarm alarm, AlarmAct act, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        ArgumentNullException.ThrowIfNull(act);
        return new AlarmStep
        {
            Revision = alarm.Revision,
            Kind = act.Kind,
            At = at,
            By = act.By,
            Note = act.Note,
            State = alarm.State,
            Category = alarm.Category,
            Severity = alarm.Severity,
            Outcome = alarm.Outcome,
            SnoozedUntil = alarm.SnoozedUntil,
        };
    }
}

/// <summary>Who did what to an alarm.</summary>
/// <param name="By">Null: by itself.</param>
/// <param name="Note">What was written with it.</param>
public sealed record AlarmAct(AlarmStepKind Kind, string? By = null, string? Note = null);
