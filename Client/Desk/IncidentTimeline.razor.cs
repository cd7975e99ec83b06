using Microsoft.AspNetCore.Components;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>What happened, drawn from top to bottom: calls, alarms, escalation, notes, hands.</summary>
public sealed partial class IncidentTimeline : ComponentBase
{
    [Parameter, EditorRequired]
    public required Incident Incident { get; set; }

    /// <summary>The call that is shown; null until it has been read.</summary>
    [Parameter, EditorRequired]
    public required CallDetails? Details { get; set; }
}
