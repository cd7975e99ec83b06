using System.Text.Json.Serialization;

namespace Supervision.Shared.Alarms;

/// <summary>What an alarm is about. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlarmCategory>))]
public enum AlarmCategory : byte
{
    Insult = 1,
    Threat = 2,

    /// <summary>Somebody is in danger and asks for help.</summary>
    Emergency = 3,

    /// <summary>Sexist, racist, homophobic… insult.</summary>
    DiscriminatoryInsult = 4,
    DeathThreat = 5,
    PropertyThreat = 6,

    /// <summary>The caller speaks of harming herself or cannot go on.</summary>
    Distress = 7,

    /// <summary>A weapon is named in a threatening or frightened way.</summary>
    Weapon = 8,

    /// <summary>The caller's voice, not her words.</summary>
    Aggression = 9,

    /// <summary>The agent pressed her help key.</summary>
    HelpRequested = 10,
}

/// <summary>How fast somebody must look. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlarmSeverity>))]
public enum AlarmSeverity : byte
{
    Notice = 1,
    Serious = 2,
    Critical = 3,
}

/// <summary>Where the handling of an alarm stands. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlarmState>))]
public enum AlarmState : byte
{
    Raised = 1,
    Acknowledged = 2,
    Resolved = 3,
}

/// <summary>What a human said of it in the end. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlarmOutcome>))]
public enum AlarmOutcome : byte
{
    Confirmed = 1,
    FalseAlarm = 2,
}

/// <summary>One thing that was heard and why it counts.</summary>
/// <param name="Rule">Name of the rule that fired, for instance <c>words/threat</c>.</param>
/// <param name="Heard">The words that matched.</param>
/// <param name="Lane">Whose voice.</param>
/// <param name="AtMs">Where on the call's clock, in ms.</param>
/// <param name="Model">Version of the list or the model.</param>
/// <param name="Score">
/// 0 to 1 for a model or a share; a number of calls or of minutes for the rules of context that count them; null for a rule without score.
/// </param>
/// <param name="Threshold">What the score had to reach, in its unit.</param>
public sealed record AlarmReason(string Rule, string Heard, Lane Lane, int AtMs, string Model, float? Score, float? Threshold)
{
    /// <summary>Why the reason counts less than the list or the score said; null when it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WordLowering? Lowered { get; init; }
}

/// <summary>An alarm of one call; repeats join the open one as further reasons.</summary>
public sealed record Alarm
{
    public required AlarmId Id { get; init; }
    public required CallId CallId { get; init; }
    public required AlarmCategory Category { get; init; }
    public required AlarmSeverity Severity { get; init; }
    public required AlarmState State { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
    public required IReadOnlyList<AlarmReason> Reasons { get; init; }
    public string? AcknowledgedBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Since when it waits for somebody: raised, or raised again. Null when somebody has acknowledged it.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>When it will be escalated by itself if nobody acknowledges it; null when it will not.</summary>
    public DateTimeOffset? EscalatesAt { get; init; }

    /// <summary>When it was handed up, by hand or because nobody acknowledged it in time; null when it was not.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>Null while <see cref="EscalatedAt"/> is set: by itself.</summary>
    public string? EscalatedBy { get; init; }

    /// <summary>Until then an acknowledged alarm makes no sound and steps back on the screens.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    public string? ResolvedBy { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public AlarmOutcome? Outcome { get; init; }
    public string? Note { get; init; }

    /// <summary>Grows with each change, so that a late message never undoes a newer one.</summary>
    public required int Revision { get; init; }
}
