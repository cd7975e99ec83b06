using Microsoft.AspNetCore.Components;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>One incident of the queue, big enough to be read across a room.</summary>
public sealed partial class IncidentCard : ComponentBase
{
    [Parameter, EditorRequired]
    public required Incident Incident { get; set; }

    /// <summary>One of its calls is going on.</summary>
    [Parameter, EditorRequired]
    public required bool IsLive { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<Incident> OnTake { get; set; }

    private string TitleId => $"incident-{Incident.Id}";

    private bool CanTake => Incident.State is IncidentState.New or IncidentState.HandedOver;
}
