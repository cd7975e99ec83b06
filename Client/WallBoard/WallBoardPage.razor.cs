using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.WallBoard;

/// <summary>
/// The wall-board: tiles, alarms and figures are drawn here from <see cref="ILiveConsole"/>; words, levels and clocks are written by
/// <c>live.js</c> straight from the hub.
/// </summary>
public sealed partial class WallBoardPage(ILogger<WallBoardPage> logger) : ComponentBase, IAsyncDisposable
{
    /// <summary>Figures of the day and health change slowly.</summary>
    private static readonly TimeSpan SlowRefresh = TimeSpan.FromSeconds(5);

    /// <summary>Ended calls are taken away at this pace.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>What the record tells may come later than the page that is drawn before its circuit begins.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(2);

    /// <summary>Before the record is asked again for a call that it could not tell.</summary>
    private static readonly TimeSpan NameRetry = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _leaving = new();
    private readonly BoardState _state = new();
    private Task _watching = Task.CompletedTask;
    private Task _refreshing = Task.CompletedTask;
    private Task _counting = Task.CompletedTask;
    private Task _naming = Task.CompletedTask;
    private DateTimeOffset _nameAgainAt;
    private IReadOnlyList<PartHealth> _health = [];
    private IReadOnlyList<AlarmItem> _alarms = [];
    private Density _density = Density.Large;
    private int? _today;
    private bool _isUnread;
    private string? _failure;

    [Inject]
    private ILiveConsole Live { get; set; } = null!;

    [Inject]
    private IAlarmDesk Desk { get; set; } = null!;

    [Inject]
    private ICallArchive Archive { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            await FeedLoop.ReadFirstAsync(LoadAsync, OnUnread);
            await Task.WhenAny(Task.WhenAll(_counting, _naming), Task.Delay(FirstPatience, Time, _leaving.Token));
            return;
        }

        _watching = FeedLoop.RunAsync(FollowAsync, OnLost, Time, _leaving.Token);
        _refreshing = RefreshSlowlyAsync();
    }

    private void OnUnread(Exception exception)
    {
        LogUnread(exception);
        _isUnread = true;
    }

    private async Task LoadAsync()
    {
        _state.Reset(await Live.GetSnapshotAsync(_leaving.Token), Time.GetUtcNow());
        _health = Live.GetHealth();
        _isUnread = false;
        Count();
        Show();
    }

    private void OnLost(Exception exception)
    {
        LogFeedLost(exception);
        _isUnread = true;
        StateHasChanged();
    }

    private Task FollowAsync() => FeedLoop.FollowAsync(Live.WatchAsync, LoadAsync, ApplyAsync, _leaving.Token);

    /// <summary>Waits for nothing: an alarm is drawn with what is known, whatever the record does.</summary>
    private Task ApplyAsync(IReadOnlyList<LiveEvent> batch)
    {
        bool isChanged = false;
        foreach (LiveEvent liveEvent in batch)
        {
            isChanged |= _state.Apply(liveEvent, Time.GetUtcNow());
        }

        Announce(_state.TakeNews());
        if (isChanged)
        {
            Show();
        }

        return Task.CompletedTask;
    }

    private async Task RefreshSlowlyAsync()
    {
        DateTimeOffset lastRead = Time.GetUtcNow();
        using var timer = new PeriodicTimer(Tick, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                bool isDue = Time.GetUtcNow() - lastRead >= SlowRefresh;
                lastRead = isDue ? Time.GetUtcNow() : lastRead;
                await InvokeAsync(() => OnTick(isDue));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void OnTick(bool isDue)
    {
        bool isChanged = !_isBoardHeld && _state.Sweep(Time.GetUtcNow());
        if (isDue)
        {
            _health = Live.GetHealth();
            Count();
        }

        if (isChanged || isDue)
        {
            Show();
        }
    }

    /// <summary>Behind the screen, one question at a time.</summary>
    private void Count()
    {
        if (_counting.IsCompleted)
        {
            _counting = ReadFiguresAsync();
        }
    }

    /// <summary>The figure of the day comes from the record; while that is away the last one read stays.</summary>
    private async Task ReadFiguresAsync()
    {
        try
        {
            _today = (await Live.GetFiguresAsync(_leaving.Token)).Today;
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            LogFiguresUnread(e);
        }
    }

    private void Show()
    {
        if (!_isBoardHeld)
        {
            _density = _state.Places.Density;
        }

        ListAlarms();
        StateHasChanged();
        if (_naming.IsCompleted && Time.GetUtcNow() >= _nameAgainAt)
        {
            _naming = NameCallsAsync();
        }
    }

    private void ListAlarms() =>
        _alarms = [.. _state.Alarms.Select(alarm => new AlarmItem(alarm, _state.TryGetCall(alarm.CallId, out CallSnapshot? call) ? call : null))];

    /// <summary>Behind the screen: calls that ended before the page was opened are told by the record, each asked for once.</summary>
    private async Task NameCallsAsync()
    {
        while (_state.UnnamedCalls().Where(id => !_asked.Contains(id)).ToArray() is { Length: > 0 } unnamed)
        {
            try
            {
                if (await Archive.GetAsync(unnamed[0], _leaving.Token) is { } details)
                {
                    _state.Name(details.Call);
                }

                _asked.Add(unnamed[0]);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                LogCallUnnamed(e, unnamed[0]);
                _nameAgainAt = Time.GetUtcNow() + NameRetry;
                return;
            }

            ListAlarms();
            StateHasChanged();
        }
    }

    [LoggerMessage(EventId = 5501, Level = LogLevel.Error, Message = "The live calls could not be read")]
    private partial void LogUnread(Exception exception);

    [LoggerMessage(EventId = 5502, Level = LogLevel.Error, Message = "The live feed of a wall-board stopped; it is asked again")]
    private partial void LogFeedLost(Exception exception);

    [LoggerMessage(EventId = 5503, Level = LogLevel.Warning, Message = "The figures of the day could not be read")]
    private partial void LogFiguresUnread(Exception exception);

    [LoggerMessage(EventId = 5504, Level = LogLevel.Warning, Message = "Call {CallId} of an alarm could not be read")]
    private partial void LogCallUnnamed(Exception exception, CallId callId);

    [LoggerMessage(EventId = 5506, Level = LogLevel.Warning, Message = "The steps of alarm {AlarmId} could not be read")]
    private partial void LogStepsUnread(Exception exception, AlarmId alarmId);

    [LoggerMessage(EventId = 5505, Level = LogLevel.Error, Message = "Alarm {AlarmId} could not be handled")]
    private partial void LogAlarmFailed(Exception exception, AlarmId alarmId);
}
