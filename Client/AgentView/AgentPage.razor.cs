using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.AgentView;

/// <summary>
/// The page of a person who takes calls: her live call, what to do when it goes wrong, one key for help, her last calls. Nothing of
/// anybody else's, and no figure about herself.
/// </summary>
public sealed partial class AgentPage(ILogger<AgentPage> logger) : ComponentBase, IAsyncDisposable
{
    private static readonly string[] HelpStates = ["sending", "sent", "sent-ended", "none", "failed"];

    /// <summary>A call that ends reaches the list of calls by the journal, a moment later.</summary>
    private static readonly TimeSpan RecordDelay = TimeSpan.FromSeconds(3);

    /// <summary>Her last calls may come later than the page that is drawn before its circuit begins.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _leaving = new();
    private readonly AgentState _state = new();
    private Task _watching = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;
    private Task _advising = Task.CompletedTask;
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IReadOnlyList<Advice> _advice = [];
    private IReadOnlyList<CallListItem>? _recent;
    private bool _isUnread;
    private bool _hasPauseFailed;
    private string? _news;

    [Inject]
    private IAgentDesk Desk { get; set; } = null!;

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_watching, _reading, _advising);
        await ScriptModules.StopAsync(_module, "stop", _root);
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _reading = ReadRecentAsync();
        if (RendererInfo.IsInteractive)
        {
            _watching = FeedLoop.RunAsync(FollowAsync, OnLost, Time, _leaving.Token);
        }
        else
        {
            _state.Reset(await Desk.GetSnapshotAsync(_leaving.Token));
            await Task.WhenAny(_reading, Task.Delay(FirstPatience, Time, _leaving.Token));
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Scripts.LoadAsync("agent.js", _leaving.Token);
            await _module.InvokeVoidAsync("start", _leaving.Token, _root);
        }
    }

    private void OnLost(Exception exception)
    {
        LogFeedLost(exception);
        _isUnread = true;
        StateHasChanged();
    }

    private Task FollowAsync() => FeedLoop.FollowAsync(Desk.WatchAsync, ReadAsync, ApplyAsync, _leaving.Token);

    private async Task ReadAsync()
    {
        _state.Reset(await Desk.GetSnapshotAsync(_leaving.Token));
        _isUnread = false;
        StateHasChanged();
        _advising = AdviseAsync(_advising, chimes: false);
    }

    /// <summary>Waits for nothing: an alert is drawn with the advice that is known, whatever the record or her browser does.</summary>
    private Task ApplyAsync(IReadOnlyList<LiveEvent> batch)
    {
        bool isChanged = false;
        foreach (LiveEvent liveEvent in batch)
        {
            bool counts = _state.Apply(liveEvent);
            isChanged |= counts;
            switch (liveEvent)
            {
                case AlarmRaised { Alarm: var alarm } when counts:
                    Announce(alarm);
                    break;
                case AlarmUpdated { Alarm: { State: AlarmState.Acknowledged, AcknowledgedBy: { } by } alarm } when counts:
                    _news = Texts["Alert.AnnounceTaken", Common.Word(alarm.Category), by];
                    break;
                case CallEnded:
                    _reading = ReadRecentLaterAsync(_reading);
                    break;
                default:
                    break;
            }
        }

        if (isChanged)
        {
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    private void Announce(Alarm alarm)
    {
        string first = AdviceFor(alarm.Category)?.Text.Split('\n')[0] ?? "";
        _news = Texts["Alert.Announce", Common.Word(alarm.Category), first];
        _advising = AdviseAsync(_advising, chimes: true);
    }

    /// <summary>Behind the screen: the sound, and the advice anew, which the town may have edited since the page was opened.</summary>
    private async Task AdviseAsync(Task before, bool chimes)
    {
        await before;
        try
        {
            if (chimes && _module is not null)
            {
                await _module.InvokeVoidAsync("chime", _leaving.Token, _root);
            }

            _advice = await Desk.GetAdviceAsync(_leaving.Token);
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            LogNotAdvised(e);
        }
    }

    private Advice? AdviceFor(AlarmCategory category) => _advice.FirstOrDefault(advice => advice.Category == category);

    private IReadOnlyList<Advice> AdviceFor(Alarm alarm) => [.. _state.Situations(alarm.Id).Select(AdviceFor).OfType<Advice>()];

    private async Task ReadRecentLaterAsync(Task before)
    {
        await before;
        await Task.Delay(RecordDelay, Time, _leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!_leaving.IsCancellationRequested)
        {
            await ReadRecentAsync();
        }
    }

    private async Task ReadRecentAsync()
    {
        try
        {
            _recent = await Desk.GetRecentCallsAsync(_leaving.Token);
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            LogRecentUnread(e);
        }
    }

    private async Task PauseAsync(bool isPaused)
    {
        if (_state.Current is { } call)
        {
            _hasPauseFailed = !await Desk.SetPausedAsync(call.Id, isPaused, _leaving.Token);
        }
    }

    [LoggerMessage(EventId = 5600, Level = LogLevel.Error, Message = "The live feed of an agent's page stopped; it is asked again")]
    private partial void LogFeedLost(Exception exception);

    [LoggerMessage(EventId = 5604, Level = LogLevel.Warning, Message = "An alert of an agent's page went without its sound or its newest advice")]
    private partial void LogNotAdvised(Exception exception);

    [LoggerMessage(EventId = 5601, Level = LogLevel.Warning, Message = "The last calls of an agent could not be read")]
    private partial void LogRecentUnread(Exception exception);
}
