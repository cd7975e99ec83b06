using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Incidents;

/// <summary>Who acts.</summary>
/// <param name="Name">As signed in.</param>
/// <param name="IsAtDesk">Has the role of the police desk.</param>
/// <param name="IsSupervisor">May act in another's place.</param>
public sealed record IncidentActor(string Name, bool IsAtDesk, bool IsSupervisor);

/// <summary>What somebody does with one incident.</summary>
public abstract record IncidentAct;

/// <summary>It is hers from now on; accepts it when it was handed to her.</summary>
public sealed record TakeIncident : IncidentAct;

/// <summary>A note, kept as it is.</summary>
public sealed record NoteIncident(string Text) : IncidentAct;

/// <summary>A further call about the same event.</summary>
public sealed record AttachCall(IncidentCall Call) : IncidentAct;

/// <summary>A call that is not about this event after all.</summary>
/// <param name="OpenAlarms">Alarms of the call that somebody has yet to resolve: they leave with it.</param>
/// <param name="Reason">Why; null when nothing was said.</param>
public sealed record DetachCall(CallId CallId, IReadOnlyList<AlarmId> OpenAlarms, string? Reason) : IncidentAct;

/// <summary>To somebody else, who accepts by taking it.</summary>
public sealed record HandOverIncident(DeskTarget To, string Note) : IncidentAct;

/// <summary>Done.</summary>
/// <param name="Recipient">For <see cref="IncidentOutcome.Transmitted"/>.</param>
/// <param name="Text">Needed where the outcome or the recipient is another one.</param>
public sealed record CloseIncident(IncidentOutcome Outcome, IncidentRecipient? Recipient, string? Text) : IncidentAct;

/// <summary>Not done after all.</summary>
public sealed record ReopenIncident(string Reason) : IncidentAct;

/// <summary>An incident that somebody opens by hand.</summary>
public sealed record IncidentOpening(IncidentCall Call, AlarmCategory? Category, AlarmSeverity Severity, IReadOnlyList<AlarmId> Alarms, string? Note);
