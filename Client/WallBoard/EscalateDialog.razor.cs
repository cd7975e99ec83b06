using Microsoft.AspNetCore.Components;
using Supervision.Client.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>Asks for a note before an alarm is handed up: it happens once.</summary>
public sealed partial class EscalateDialog : AlarmDialog<AlarmItem>
{
    private string? _note;

    [Parameter, EditorRequired]
    public required EventCallback<AlarmEscalation> OnEscalate { get; set; }

    protected override void Forget()
    {
        base.Forget();
        _note = null;
    }

    private async Task SubmitAsync()
    {
        if (Subject is not { } item)
        {
            return;
        }

        var escalation = new AlarmEscalation(item.Alarm.Id, string.IsNullOrWhiteSpace(_note) ? null : _note.Trim());
        await CloseAsync();
        await OnEscalate.InvokeAsync(escalation);
    }
}
