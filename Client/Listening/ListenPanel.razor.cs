using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared.Calls;

namespace Supervision.Client.Listening;

/// <summary>
/// Asks why somebody wants to hear a live call, then plays both voices, each with its own volume. The sound is <c>listen.js</c>'s; it
/// stops with this panel, with the page, with the call.
/// </summary>
public sealed partial class ListenPanel(ILogger<ListenPanel> logger) : ComponentBase, IAsyncDisposable
{
    /// <summary>Value of the purpose that is written by hand.</summary>
    private const string Other = "other";

    /// <summary>Characters; the host takes no more.</summary>
    private const int NoteLength = 300;

    /// <summary>Of a closing of the web socket; the reason's number is added.</summary>
    private const int FirstCloseCode = 4000;

    private static readonly string[] States = ["connecting", "playing", "waiting", "paused", "held", "blocked", "insecure"];

    /// <summary>In the order of their numbers on the wire, docs/api.md.</summary>
    private static readonly string[] Ends = ["Left", "CallEnded", "Refused", "Private", "SessionEnded", "ServerStopped", "Failed"];

    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _root;
    private ElementReference _live;
    private IJSObjectReference? _module;
    private DotNetObjectReference<ListenPanel>? _self;
    private CallSnapshot? _call;
    private Phase _phase;
    private string _purpose = "";
    private string? _note;
    private string? _refusal;
    private string? _ticket;
    private string _ended = "End.Left";
    private bool _mayAskAgain;
    private bool _isAsking;
    private bool _focusDue;
    private int _turn;

    private enum Phase
    {
        Asking = 0,
        Listening = 1,
        Over = 2,
    }

    [Inject]
    private ListenRequests Requests { get; set; } = null!;

    [Inject]
    private IListeningDesk Desk { get; set; } = null!;

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        if (Requests.Panel == OpenAsync)
        {
            Requests.Panel = null;
        }

        await _leaving.CancelAsync();
        await ScriptModules.StopAsync(_module, "stop");
        _self?.Dispose();
        _leaving.Dispose();
    }

    /// <summary>From the script: the web socket was closed, by the host with a code or by an accident.</summary>
    [JSInvokable]
    public async Task EndedAsync(int code)
    {
        int end = code - FirstCloseCode;
        string name = end >= 0 && end < Ends.Length ? Ends[end] : Ends[0];
        _ended = $"End.{name}";
        _mayAskAgain = name is "Left" or "Failed";
        await ShowAsync(Phase.Over);
    }

    protected override void OnInitialized() => Requests.Panel = OpenAsync;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focusDue || _call is not { } call)
        {
            return;
        }

        _focusDue = false;
        _module ??= await Scripts.LoadAsync("listen.js", _leaving.Token);
        if (_ticket is { } ticket)
        {
            _ticket = null;
            _self ??= DotNetObjectReference.Create(this);
            await _module.InvokeVoidAsync("start", _leaving.Token, _live, new { Ticket = ticket, Page = _self });
        }

        await _module.InvokeVoidAsync("focus", _leaving.Token, _root, call.Id.ToString());
    }

    private async Task OpenAsync(CallSnapshot call)
    {
        await SilenceAsync();
        (_call, _refusal, _note) = (call, null, null);
        await ShowAsync(Phase.Asking);
    }

    private async Task SubmitAsync()
    {
        if (_call is not { } call || _isAsking)
        {
            return;
        }

        _isAsking = true;
        _refusal = null;
        try
        {
            ListenAdmission admission = await Desk.AskAsync(
                new ListenRequest(call.Id, _purpose is "" or Other ? null : _purpose, _purpose.Length == 0 ? null : _note), _leaving.Token);
            (_ticket, _refusal) = (admission.Ticket, admission.Refusal is { } refusal ? $"Refusal.{refusal}" : null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, call.Id);
            _refusal = "Refusal.Failed";
        }
        finally
        {
            _isAsking = false;
        }

        _turn++;
        await ShowAsync(_ticket is null ? Phase.Asking : Phase.Listening);
    }

    private async Task CloseAsync()
    {
        await SilenceAsync();
        string? call = _call?.Id.ToString();
        _call = null;
        if (_module is not null && call is not null)
        {
            await _module.InvokeVoidAsync("leave", _leaving.Token, call);
        }
    }

    private Task KeyAsync(KeyboardEventArgs key) => key.Key == "Escape" ? CloseAsync() : Task.CompletedTask;

    private async Task SilenceAsync()
    {
        if (_module is not null && _phase == Phase.Listening)
        {
            await _module.InvokeVoidAsync("stop", _leaving.Token);
        }
    }

    private Task ShowAsync(Phase phase)
    {
        (_phase, _focusDue) = (phase, true);
        return InvokeAsync(StateHasChanged);
    }

    [LoggerMessage(EventId = 5535, Level = LogLevel.Error, Message = "Listening to call {CallId} could not begin")]
    private partial void LogFailed(Exception exception, Supervision.Shared.CallId callId);
}
