using Microsoft.AspNetCore.Components;
using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <content>What people do with the incident.</content>
public sealed partial class IncidentPage
{
    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private Task<bool> TakeAsync() => ActAsync((id, token) => Desk.TakeAsync(id, token));

    private Task<bool> NoteAsync(string text) => ActAsync((id, token) => Desk.AddNoteAsync(id, text, token));

    private Task<bool> HandOverAsync((DeskTarget To, string Note) handOver) =>
        ActAsync((id, token) => Desk.HandOverAsync(id, handOver.To, handOver.Note, token));

    private Task<bool> CloseAsync((IncidentOutcome Outcome, IncidentRecipient? Recipient, string? Text) closing) =>
        ActAsync((id, token) => Desk.CloseAsync(id, closing.Outcome, closing.Recipient, closing.Text, token));

    private Task<bool> ReopenAsync(string reason) => ActAsync((id, token) => Desk.ReopenAsync(id, reason, token));

    private Task<bool> AttachAsync(CallId call) => ChangeCallsAsync((id, token) => Desk.AttachAsync(id, call, token));

    private Task<bool> DetachAsync((CallId Call, string? Reason) detach) =>
        ChangeCallsAsync((id, token) => Desk.DetachAsync(id, detach.Call, detach.Reason, token));

    /// <summary>Other calls, other numbers: their history is read again.</summary>
    private async Task<bool> ChangeCallsAsync(Func<IncidentId, CancellationToken, Task<IncidentAnswer>> act)
    {
        bool isDone = await ActAsync(act);
        if (isDone)
        {
            await ReadAroundAsync();
        }

        return isDone;
    }

    /// <summary>This incident goes on in the other one: so does the person.</summary>
    private async Task<bool> MergeAsync((IncidentId Into, string? Note) merge)
    {
        Incident? into = null;
        bool isDone = await ActAsync(async (id, token) =>
        {
            IncidentAnswer answer = await Desk.MergeAsync(id, merge.Into, merge.Note, token);
            into = answer.Incident;
            return answer;
        });
        if (isDone && into is not null)
        {
            Navigation.NavigateTo(DeskWords.Address(into));
        }

        return isDone;
    }

    private async Task<bool> ActAsync(Func<IncidentId, CancellationToken, Task<IncidentAnswer>> act)
    {
        _failure = null;
        IncidentId id = _incident!.Id;
        try
        {
            IncidentAnswer answer = await act(id, _leaving.Token);
            if (answer.Incident is not { } incident)
            {
                _failure = $"Refusal.{answer.Refusal}";
                return false;
            }

            if (incident.Id == id)
            {
                Show(incident);
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogActFailed(e, id);
            _failure = "Act.Failed";
            return false;
        }
        finally
        {
            StateHasChanged();
        }
    }
}
