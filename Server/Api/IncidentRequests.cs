using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Api;

/// <summary>Body of <c>POST incidents</c>.</summary>
internal sealed record IncidentRequest(CallId CallId, AlarmCategory? Category = null, AlarmSeverity? Severity = null, string? Note = null);

/// <summary>Body of <c>incidents/{id}/notes</c>.</summary>
internal sealed record IncidentNote(string Text);

/// <summary>Body of <c>incidents/{id}/attach</c>.</summary>
internal sealed record IncidentAttachment(CallId CallId);

/// <summary>Body of <c>incidents/{id}/detach</c>.</summary>
internal sealed record IncidentDetachment(CallId CallId, string? Reason = null);

/// <summary>Body of <c>incidents/{id}/merge</c>.</summary>
/// <param name="Into">The one that goes on.</param>
internal sealed record IncidentMerge(IncidentId Into, string? Note = null);

/// <summary>Body of <c>incidents/{id}/hand-over</c>: a user's name or a role.</summary>
internal sealed record IncidentHandOver(string Note, string? User = null, string? Role = null);

/// <summary>Body of <c>incidents/{id}/close</c>.</summary>
/// <param name="Recipient">For <see cref="IncidentOutcome.Transmitted"/>.</param>
/// <param name="Text">Needed for another outcome or recipient than those named.</param>
internal sealed record IncidentClosing(IncidentOutcome Outcome, IncidentRecipient? Recipient = null, string? Text = null);

/// <summary>Body of <c>incidents/{id}/reopen</c>.</summary>
internal sealed record IncidentReopening(string Reason);
