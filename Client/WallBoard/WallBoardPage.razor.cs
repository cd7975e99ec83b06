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

    private readonly CancellationTokenSource _leaving = new();
    private readonly BoardState _state = new();
    private Task _watching = Task.CompletedTask;
    private Task _refreshing = Task.CompletedTask;
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
            await LoadAsync();
            return;
        }

        _watching = FeedLoop.RunAsync(FollowAsync, OnLost, Time, _leaving.Token);
        _refreshing = RefreshSlowlyAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            _state.Reset(await Live.GetSnapshotAsync(_leaving.Token), Time.GetUtcNow());
            _health = Live.GetHealth();
            await ReadFiguresAsync();
            _isUnread = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnread(e);
            _isUnread = true;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await ShowAsync();
    }

    private void OnLost(Exception exception)
    {
        LogFeedLost(exception);
        _isUnread = true;
        StateHasChanged();
    }

    /// <summary>The subscription begins before the snapshot is read, so that nothing falls between the two.</summary>
    private async Task FollowAsync()
    {
        await using IAsyncEnumerator<IReadOnlyList<LiveEvent>> feed = Live.WatchAsync(_leaving.Token).GetAsyncEnumerator(_leaving.Token);
        ValueTask<bool> next = feed.MoveNextAsync();
        await LoadAsync();
        while (await next)
        {
            IReadOnlyList<LiveEvent> batch = feed.Current;
            await ApplyAsync(batch);
            next = feed.MoveNextAsync();
        }
    }

    private async Task ApplyAsync(IReadOnlyList<LiveEvent> batch)
    {
        bool isChanged = false;
        foreach (LiveEvent liveEvent in batch)
        {
            isChanged |= _state.Apply(liveEvent, Time.GetUtcNow());
        }

        Announce(_state.TakeNews());
        if (isChanged)
        {
            await ShowAsync();
        }
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
                await InvokeAsync(() => TickAsync(isDue));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TickAsync(bool isDue)
    {
        bool isChanged = !_isBoardHeld && _state.Sweep(Time.GetUtcNow());
        if (isDue)
        {
            _health = Live.GetHealth();
            await ReadFiguresAsync();
        }

        if (isChanged || isDue)
        {
            await ShowAsync();
        }
    }

    /// <summary>The figure of the day comes from the record; while that is away the last one read stays.</summary>
    private async Task ReadFiguresAsync()
    {
        try
        {
            _today = (await Live.GetFiguresAsync(_leaving.Token)).Today;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFiguresUnread(e);
        }
    }

    private async Task ShowAsync()
    {
        if (!_isBoardHeld)
        {
            _density = _state.Places.Density;
        }

        ListAlarms();
        StateHasChanged();
        IReadOnlyList<CallId> unnamed = _state.UnnamedCalls();
        if (unnamed.Count > 0)
        {
            await NameCallsAsync(unnamed);
        }
    }

    private void ListAlarms() =>
        _alarms = [.. _state.Alarms.Select(alarm => new AlarmItem(alarm, _state.TryGetCall(alarm.CallId, out CallSnapshot? call) ? call : null))];

    private async Task NameCallsAsync(IReadOnlyList<CallId> ids)
    {
        foreach (CallId id in ids.Where(_asked.Add))
        {
            try
            {
                if (await Archive.GetAsync(id, _leaving.Token) is { } details)
                {
                    _state.Name(details.Call);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogCallUnnamed(e, id);
                _asked.Remove(id);
            }
        }

        ListAlarms();
        StateHasChanged();
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
