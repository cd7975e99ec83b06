using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Supervision.Client.Components;

namespace Supervision.Client.Alarms;

/// <summary>What the questions about an alarm share: a modal dialog of the browser, opened about one thing, which it forgets when closed.</summary>
/// <typeparam name="T">What it asks about.</typeparam>
public abstract class AlarmDialog<T> : ComponentBase, IAsyncDisposable
    where T : class
{
    /// <summary>Characters; a note, not a report.</summary>
    protected const int NoteLength = 500;

    private readonly CancellationTokenSource _leaving = new();
    private IJSObjectReference? _module;

    [Inject]
    internal ScriptModules Scripts { get; set; } = null!;

    /// <summary>What is asked about; null while closed.</summary>
    protected T? Subject { get; private set; }

    /// <summary>The dialog element, set by the markup.</summary>
    protected ElementReference Element { get; set; }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await ScriptModules.StopAsync(_module, "close", Element);
    }

    internal async Task OpenAsync(T subject)
    {
        Forget();
        Subject = subject;
        StateHasChanged();
        _module ??= await Scripts.LoadAsync("dialog.js", _leaving.Token);
        await _module.InvokeVoidAsync("open", _leaving.Token, Element);
    }

    protected async Task CloseAsync()
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("close", _leaving.Token, Element);
        }

        Forget();
    }

    /// <summary>Nothing of one question is left for the next.</summary>
    protected virtual void Forget() => Subject = null;
}
