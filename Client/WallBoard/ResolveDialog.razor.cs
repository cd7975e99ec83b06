using Microsoft.AspNetCore.Components;
using Supervision.Client.Alarms;
using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>Asks what an alarm was in the end: confirmed or false, and a note.</summary>
public sealed partial class ResolveDialog : AlarmDialog<AlarmItem>
{
    private AlarmOutcome? _outcome;
    private string? _note;
    private bool _isMissing;

    [Parameter, EditorRequired]
    public required EventCallback<AlarmResolution> OnResolve { get; set; }

    protected override void Forget()
    {
        base.Forget();
        (_outcome, _note, _isMissing) = (null, null, false);
    }

    private async Task SubmitAsync()
    {
        _isMissing = _outcome is null;
        if (Subject is not { } item || _outcome is not { } outcome)
        {
            return;
        }

        var resolution = new AlarmResolution(item.Alarm.Id, outcome, string.IsNullOrWhiteSpace(_note) ? null : _note.Trim());
        await CloseAsync();
        await OnResolve.InvokeAsync(resolution);
    }
}
