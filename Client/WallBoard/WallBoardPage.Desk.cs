using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Client.Services;
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
    private string? _me;
    private bool _isBoardHeld;
    private bool _isColumnHeld;

    /// <summary>What is read aloud: the news of the last batch. The number makes two equal sentences two.</summary>
    private List<(long Number, string Text, bool IsUrgent)> _news = [];
    private long _newsCount;

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    [Inject]
    private IAlarmArchive AlarmArchive { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_watching, _refreshing, _counting, _naming);
        await ScriptModules.StopAsync(_module, "stop", _wall);
        _self?.Dispose();
        _leaving.Dispose();
    }

    /// <summary>From the script: somebody has the pointer or the keyboard in the list of alarms, or has left it.</summary>
    [JSInvokable]
    public Task HoldAlarmsAsync(bool isHeld)
    {
        _isColumnHeld = isHeld;
        Show();
        return Task.CompletedTask;
    }

    /// <summary>From the script: somebody has the pointer or the keyboard among the tiles, or has left them.</summary>
    [JSInvokable]
    public Task HoldTilesAsync(bool isHeld)
    {
        _isBoardHeld = isHeld;
        if (!isHeld)
        {
            _state.Sweep(Time.GetUtcNow());
        }

        Show();
        return Task.CompletedTask;
    }

    protected override async Task OnParametersSetAsync() =>
        _me = SignedIn is null ? null : (await SignedIn).User.Identity?.Name;

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

    private Task TakeOverAsync(AlarmId id) => ActAsync(token => Desk.TakeOverAsync(id, token), id);

    private Task SnoozeAsync(AlarmSnooze snooze) => ActAsync(token => Desk.SnoozeAsync(snooze.Id, snooze.Minutes, token), snooze.Id);

    private Task EscalateAsync(AlarmEscalation escalation) =>
        ActAsync(token => Desk.EscalateAsync(escalation.Id, escalation.Note, token), escalation.Id);

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
                _failure = Alarms["Refusal.AlreadyResolved"];
            }
        }
        catch (AlarmRefusedException e)
        {
            _failure = Alarms[$"Refusal.{e.Refusal}"];
            if (e.Refusal == AlarmRefusal.AlreadyResolved)
            {
                _state.Forget(id);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogAlarmFailed(e, id);
            _failure = Texts["Alarms.Failed"];
        }

        Show();
    }

    private async Task<IReadOnlyList<AlarmStep>> ReadStepsAsync(AlarmId id)
    {
        try
        {
            return await AlarmArchive.GetStepsAsync(id, _leaving.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogStepsUnread(e, id);
            return [];
        }
    }

    /// <summary>Each once; what is critical or escalated interrupts what a screen reader says.</summary>
    private void Announce(IReadOnlyList<AlarmNews> news)
    {
        if (news.Count > 0)
        {
            _news = [.. news.Select(one => (++_newsCount, Sentence(one), one.Alarm.Severity == AlarmSeverity.Critical))];
        }
    }

    private string Sentence(AlarmNews news)
    {
        string caller = _state.TryGetCall(news.Alarm.CallId, out CallSnapshot? call) ? Common.Caller(call.Caller) : "";
        return Alarms[$"News.{news.Kind}", Common.Word(news.Alarm.Severity), Common.Word(news.Alarm.Category), caller];
    }
}
