using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Client.AgentView;

/// <summary>Her live call: who, since when, what is said, who hears it, and the pause of its recording.</summary>
public sealed partial class AgentCall : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _root;
    private IJSObjectReference? _module;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required CallSnapshot Call { get; set; }

    /// <summary>The last finished utterances, in the order of the call's clock.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Utterance> Words { get; set; }

    /// <summary>The caller's; null when nothing was measured.</summary>
    [Parameter, EditorRequired]
    public required TensionLevel? Tension { get; set; }

    /// <summary>True to pause the recording, false to go on.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<bool> OnPause { get; set; }

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    private bool IsPaused => Call.Recording == RecordingState.Paused;

    private bool MayPause => Call.Recording is RecordingState.Recording or RecordingState.Paused or RecordingState.Failed;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await ScriptModules.StopAsync(_module, "stop", _root);
        _leaving.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Scripts.LoadAsync("live-call.js", _leaving.Token);
            await _module.InvokeVoidAsync("start", _leaving.Token, _root, new
            {
                CallId = Call.Id.ToString(),
                Now = Clock.UtcNow.ToUnixTimeMilliseconds(),
            });
        }
    }

    private async Task ToggleAsync()
    {
        _isBusy = true;
        try
        {
            await OnPause.InvokeAsync(!IsPaused);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
