using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.WallBoard;

/// <content>What people do on the wall-board, and the tie to its script module.</content>
public sealed partial class WallBoardPage
{
    private readonly HashSet<CallId> _asked = [];
    private ElementReference _wall;
    private ElementReference _board;
    private AlarmColumn? _column;
    private IJSObjectReference? _module;
    private DotNetObjectReference<WallBoardPage>? _self;
    private bool _isBoardHeld;
    private bool _isColumnHeld;

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_watching, _refreshing);
        await ScriptModules.StopAsync(_module, "stop", _wall);
        _self?.Dispose();
        _leaving.Dispose();
    }

    /// <summary>From the script: somebody has the pointer or the keyboard in the list of alarms, or has left it.</summary>
    [JSInvokable]
    public async Task HoldAlarmsAsync(bool isHeld)
    {
        _isColumnHeld = isHeld;
        await ShowAsync();
    }

    /// <summary>From the script: somebody has the pointer or the keyboard among the tiles, or has left them.</summary>
    [JSInvokable]
    public async Task HoldTilesAsync(bool isHeld)
    {
        _isBoardHeld = isHeld;
        if (!isHeld)
        {
            _state.Sweep(Time.GetUtcNow());
        }

        await ShowAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _column is null)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        _module = await Scripts.LoadAsync("live.js", _leaving.Token);
        await _module.InvokeVoidAsync("start", _leaving.Token, _wall, new
        {
            Now = Time.GetUtcNow().ToUnixTimeMilliseconds(),
            Gap = (string)Texts["Tile.Words.Gap"],
            Board = _board,
            Alarms = _column.List,
            Page = _self,
        });
    }

    private Task AcknowledgeAsync(AlarmId id) => ActAsync(token => Desk.AcknowledgeAsync(id, token), id);

    private Task ResolveAsync(AlarmResolution resolution) =>
        ActAsync(token => Desk.ResolveAsync(resolution.Id, resolution.Outcome, resolution.Note, token), resolution.Id);

    private async Task ActAsync(Func<CancellationToken, Task<Alarm?>> action, AlarmId id)
    {
        _failure = null;
        try
        {
            Alarm? answer = await action(_leaving.Token);
            if (answer is not null)
            {
                _state.Apply(answer);
            }
            else
            {
                _state.Forget(id);
                _failure = "Alarms.Gone";
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogAlarmFailed(e, id);
            _failure = "Alarms.Failed";
        }

        await ShowAsync();
    }

    private void Announce(Alarm alarm)
    {
        string caller = _state.TryGetCall(alarm.CallId, out CallSnapshot? call) ? Common.Caller(call.Caller) : "";
        string news = Texts["Alarms.Announce", Common.Word(alarm.Severity), Common.Word(alarm.Category), caller];
        if (alarm.Severity == AlarmSeverity.Critical)
        {
            _urgentNews = news;
        }
        else
        {
            _politeNews = news;
        }
    }
}
