using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Supervision.Client.Components;

/// <summary>A modal dialog of the browser, opened about one thing, which it forgets when closed. Used on the circuit's own thread.</summary>
/// <typeparam name="T">What it asks about.</typeparam>
public abstract class ModalDialog<T> : ComponentBase, IAsyncDisposable
    where T : class
{
    private readonly CancellationTokenSource _leaving = new();
    private IJSObjectReference? _module;
    private bool _isWrong;

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

        // While an event is being handled, what is to be drawn waits: the script must find the fields of this question.
        await Task.Yield();
        _module ??= await Scripts.LoadAsync("dialog.js", _leaving.Token);
        await _module.InvokeVoidAsync("open", _leaving.Token, Element);
    }

    internal async Task CloseAsync()
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("close", _leaving.Token, Element);
        }

        Forget();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isWrong && _module is not null)
        {
            _isWrong = false;
            await _module.InvokeVoidAsync("toFault", _leaving.Token, Element);
        }
    }

    /// <summary>Nothing of one question is left for the next.</summary>
    protected virtual void Forget() => Subject = null;

    /// <summary>Once the fields that are wrong are marked: the keyboard goes to the first of them.</summary>
    protected void GoToFault() => _isWrong = true;
}
