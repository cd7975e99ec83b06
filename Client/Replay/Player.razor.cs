using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Client.Replay;

/// <summary>
/// Asks for the purpose, because every listening is logged with it, then plays the recording with its waveform in step with the
/// transcript. What moves is <c>replay.js</c>'s.
/// </summary>
public sealed partial class Player : ComponentBase, IAsyncDisposable
{
    private static readonly string[] Purposes = ["quality", "incident", "training", "complaint"];
    private static readonly double[] Speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];

    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _root;
    private IJSObjectReference? _module;
    private string _purpose = "";
    private bool _isPurposeMissing;
    private bool _isOpen;
    private bool _isStarting;

    [Parameter, EditorRequired]
    public required CallDetails Details { get; set; }

    /// <summary>Where listening begins, on the call's clock.</summary>
    [Parameter]
    public int StartMs { get; set; }

    /// <summary>Where words are marked and clicked; asked when listening begins, because it is drawn after the player.</summary>
    [Parameter, EditorRequired]
    public required Func<TranscriptView?> Transcript { get; set; }

    /// <summary>A purpose was given: from now on the transcript can seek.</summary>
    [Parameter, EditorRequired]
    public required EventCallback OnOpen { get; set; }

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    private IReadOnlyList<Lane> Lanes => Details.Call.Lanes;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await ScriptModules.StopAsync(_module, "stop", _root);
        _leaving.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_isStarting)
        {
            return;
        }

        _isStarting = false;
        _module = await Scripts.LoadAsync("replay.js", _leaving.Token);
        string call = $"api/v1/calls/{Details.Call.Id}";
        await _module.InvokeVoidAsync("start", _leaving.Token, _root, Transcript()?.List, new
        {
            Peaks = $"{call}/peaks",
            Recording = $"{call}/recording.wav?purpose={_purpose}",
            Details.DurationMs,
            StartMs,
            Lanes = Lanes.Select(lane => lane.ToString()),
        });
    }

    private Task ListenAsync()
    {
        _isPurposeMissing = _purpose.Length == 0;
        _isOpen = _isStarting = !_isPurposeMissing;
        return _isOpen ? OnOpen.InvokeAsync() : Task.CompletedTask;
    }
}
