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

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool CanTake => Incident.State is IncidentState.New or IncidentState.HandedOver;

    private string Act => Incident.State switch
    {
        IncidentState.New => "Take",
        IncidentState.HandedOver => "Accept",
        _ => "Open",
    };

    private Task ActAsync()
    {
        if (CanTake)
        {
            return OnTake.InvokeAsync(Incident);
        }

        Navigation.NavigateTo(DeskWords.Address(Incident));
        return Task.CompletedTask;
    }
}
