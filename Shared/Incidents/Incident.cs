using Supervision.Shared.Alarms;

namespace Supervision.Shared.Incidents;

/// <summary>
/// One event as the police desk handles it: the calls and alarms about it, who has it, and every step with who and when. It quotes no
/// words of a call. Immutable; nothing of its steps is ever changed, but that a detached call found private loses who called.
/// </summary>
public sealed record Incident
{
    public required IncidentId Id { get; init; }

    /// <summary>Null until the server knows which numbers were given before: a moment after its start, longer without its database.</summary>
    public IncidentNumber? Number { get; init; }

    /// <summary>Of its gravest alarm; null for one opened by hand without saying what it is.</summary>
    public AlarmCategory? Category { get; init; }

    public required AlarmSeverity Severity { get; init; }
    public required IncidentState State { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Null: opened by an alarm.</summary>
    public string? OpenedBy { get; init; }

    /// <summary>Never empty. The call that it began with first, unless it was detached.</summary>
    public required IReadOnlyList<IncidentCall> Calls { get; init; }

    public required IReadOnlyList<AlarmId> Alarms { get; init; }

    /// <summary>Who has it; while it is handed over, who had it.</summary>
    public string? Owner { get; init; }

    /// <summary>Set while it is handed over and not yet accepted.</summary>
    public DeskTarget? HandedTo { get; init; }

    public IncidentOutcome? Outcome { get; init; }
    public IncidentRecipient? Recipient { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The incident in which this one goes on.</summary>
    public IncidentId? MergedInto { get; init; }

    /// <summary>In the order in which they were done.</summary>
    public required IReadOnlyList<IncidentStep> Steps { get; init; }

    /// <summary>Grows with each change, so that a late message never undoes a newer one.</summary>
    public required int Revision { get; init; }
}

/// <summary>A call of an incident, with what is needed to name it while the database is away.</summary>
/// <param name="CallerNumber">As received; null when withheld or not known.</param>
/// <param name="AttachedBy">Null: by its alarm.</param>
public sealed record IncidentCall(
    CallId CallId, string? CallerNumber, string? CallerName, DateTimeOffset StartedAt, DateTimeOffset AttachedAt, string? AttachedBy);

/// <summary>Somebody, or whoever has a role.</summary>
public sealed record DeskTarget(DeskTargetKind Kind, string Name);

/// <summary>One thing that was done with an incident.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="By">Null: the console itself.</param>
public sealed record IncidentStep(int Sequence, DateTimeOffset At, string? By, IncidentStepKind Kind)
{
    /// <summary>Note, reason or text of the outcome.</summary>
    public string? Note { get; init; }

    public CallId? CallId { get; init; }

    /// <summary>When a call that was detached had begun. Whose it was is not kept: it has nothing to do with the incident.</summary>
    public DateTimeOffset? CallStartedAt { get; init; }

    public AlarmId? AlarmId { get; init; }
    public AlarmCategory? Category { get; init; }
    public AlarmSeverity? Severity { get; init; }
    public DeskTarget? To { get; init; }
    public IncidentOutcome? Outcome { get; init; }
    public IncidentRecipient? Recipient { get; init; }

    /// <summary>The other incident of a merge.</summary>
    public IncidentId? Other { get; init; }

    /// <summary>Its number at that time.</summary>
    public IncidentNumber? OtherNumber { get; init; }
}
