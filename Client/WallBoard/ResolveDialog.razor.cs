using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>Asks what an alarm was in the end: confirmed or false, and a note.</summary>
public sealed partial class ResolveDialog : ComponentBase, IAsyncDisposable
{
    /// <summary>Characters; a note, not a report.</summary>
    private const int NoteLength = 500;

    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _element;
    private IJSObjectReference? _module;
    private AlarmItem? _item;
    private AlarmOutcome? _outcome;
    private string? _note;
    private bool _isMissing;

    [Parameter, EditorRequired]
    public required EventCallback<AlarmResolution> OnResolve { get; set; }

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await ScriptModules.StopAsync(_module, "close", _element);
    }

    internal async Task OpenAsync(AlarmItem item)
    {
        Forget();
        _item = item;
        StateHasChanged();
        _module ??= await Scripts.LoadAsync("dialog.js", _leaving.Token);
        await _module.InvokeVoidAsync("open", _leaving.Token, _element);
    }

    private async Task SubmitAsync()
    {
        _isMissing = _outcome is null;
        if (_item is not { } item || _outcome is not { } outcome)
        {
            return;
        }

        var resolution = new AlarmResolution(item.Alarm.Id, outcome, string.IsNullOrWhiteSpace(_note) ? null : _note.Trim());
        await CloseAsync();
        await OnResolve.InvokeAsync(resolution);
    }

    private async Task CloseAsync()
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("close", _leaving.Token, _element);
        }

        Forget();
    }

    private void Forget() => (_item, _outcome, _note, _isMissing) = (null, null, null, false);
}
