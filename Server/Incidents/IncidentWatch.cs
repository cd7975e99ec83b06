using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Server.Incidents;

/// <summary>
/// Listens to the alarms and reports to the incidents' grain those that the desk must know: escalated ones, and critical ones of the
/// categories that the settings name. Alarms that were there before the start wait until their incidents are back.
/// </summary>
internal sealed partial class IncidentWatch(
    ILiveFeed feed,
    IGrainDirectory grains,
    IncidentGrain incidents,
    IncidentRestorer restorer,
    CallRepository calls,
    IncidentsSettings settings,
    TimeProvider time,
    ILogger<IncidentWatch> logger) : BackgroundService
{
    /// <summary>Alarms that may wait; beyond it the oldest are dropped, counted, and all open ones are asked for anew.</summary>
    private const int QueueCapacity = 4096;

    /// <summary>Calls with an alarm that are remembered, so that one can be named after its end without the database.</summary>
    private const int MaxRemembered = 1000;

    /// <summary>The database is not waited for: an incident without a name is better than none.</summary>
    private static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(2);

    private readonly IReadOnlySet<AlarmCategory> _openFor = settings.Categories;
    private readonly Dictionary<CallId, CallSnapshot> _calls = [];
    private readonly Queue<CallId> _order = new();
    private readonly Dictionary<AlarmId, Alarm> _early = [];
    private DateTimeOffset _startedAt;
    private long _dropped;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _startedAt = time.GetUtcNow();
        using ILiveSubscription events = feed.Subscribe(
            QueueCapacity, static liveEvent => liveEvent is AlarmRaised or AlarmUpdated or CallEnded { Call.OpenAlarms.Count: > 0 });
        Task restored = restorer.WhenRestoredAsync(stoppingToken);
        Task<bool> more = events.WaitToReadAsync(stoppingToken).AsTask();
        while (true)
        {
            await (restored.IsCompleted ? more : (Task)Task.WhenAny(more, restored));
            if (restored.IsCompleted)
            {
                await restored;
                await ReportEarlyAsync(stoppingToken);
            }

            if (more.IsCompleted)
            {
                if (!await more)
                {
                    return;
                }

                await ReadAsync(events, isRestored: restored.IsCompleted, stoppingToken);
                more = events.WaitToReadAsync(stoppingToken).AsTask();
            }
        }
    }

    /// <summary>What the grain was told is still journalled.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await incidents.CloseAsync().WaitAsync(cancellationToken);
    }

    private async Task ReadAsync(ILiveSubscription events, bool isRestored, CancellationToken cancellationToken)
    {
        while (events.TryRead(out LiveEvent? liveEvent))
        {
            switch (liveEvent)
            {
                case CallEnded ended:
                    Remember(ended.Call);
                    break;
                case AlarmRaised raised:
                    await HearAsync(raised.Alarm, isRestored, cancellationToken);
                    break;
                case AlarmUpdated updated:
                    await HearAsync(updated.Alarm, isRestored, cancellationToken);
                    break;
                default:
                    break;
            }
        }

        if (events.Dropped != _dropped)
        {
            _dropped = events.Dropped;
            LogDropped(_dropped);
            foreach (Alarm alarm in await grains.Alarms.GetOpenAsync(cancellationToken))
            {
                await HearAsync(alarm, isRestored, cancellationToken);
            }
        }
    }

    private Task HearAsync(Alarm alarm, bool isRestored, CancellationToken cancellationToken)
    {
        if (!IsForTheDesk(alarm, _openFor))
        {
            return Task.CompletedTask;
        }

        if (!isRestored && alarm.RaisedAt < _startedAt)
        {
            _early[alarm.Id] = alarm;
            return Task.CompletedTask;
        }

        return ReportAsync(alarm, cancellationToken);
    }

    /// <param name="openFor">Categories whose critical alarms need no escalation.</param>
    internal static bool IsForTheDesk(Alarm alarm, IReadOnlySet<AlarmCategory> openFor) =>
        alarm.State != AlarmState.Resolved
        && (alarm.EscalatedAt is not null || (alarm.Severity == AlarmSeverity.Critical && openFor.Contains(alarm.Category)));

    private async Task ReportEarlyAsync(CancellationToken cancellationToken)
    {
        foreach (Alarm alarm in _early.Values)
        {
            await ReportAsync(alarm, cancellationToken);
        }

        _early.Clear();
    }

    private async Task ReportAsync(Alarm alarm, CancellationToken cancellationToken)
    {
        try
        {
            CallSnapshot? call = await FindCallAsync(alarm.CallId, cancellationToken);
            await incidents.ReportAsync(alarm, IncidentCalls.Of(alarm.CallId, call, alarm.RaisedAt), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotReported(e, alarm.Id);
        }
    }

    private async Task<CallSnapshot?> FindCallAsync(CallId id, CancellationToken cancellationToken)
    {
        if (grains.TryGetLiveCall(id, out ICallGrain? grain))
        {
            return await grain.GetSnapshotAsync(cancellationToken);
        }

        if (_calls.TryGetValue(id, out CallSnapshot? remembered))
        {
            return remembered;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(NamePatience);
        try
        {
            return (await calls.GetAsync(id, CallScope.All, patience.Token))?.Call;
        }
        catch (Exception e) when (e is DatabaseUnavailableException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnnamed(e, id);
            return null;
        }
    }

    private void Remember(CallSnapshot call)
    {
        if (_calls.TryAdd(call.Id, call))
        {
            _order.Enqueue(call.Id);
            if (_order.Count > MaxRemembered)
            {
                _calls.Remove(_order.Dequeue());
            }
        }
    }

    [LoggerMessage(EventId = 2410, Level = LogLevel.Error, Message = "Alarm {AlarmId} could not be brought to the desk")]
    private partial void LogNotReported(Exception exception, AlarmId alarmId);

    [LoggerMessage(EventId = 2412, Level = LogLevel.Warning, Message = "Call {CallId} of an alarm could not be read; its incident has no name")]
    private partial void LogUnnamed(Exception exception, CallId callId);

    [LoggerMessage(EventId = 2411, Level = LogLevel.Warning, Message = "The desk's watch lost events ({Dropped} in all); it asked for all open alarms")]
    private partial void LogDropped(long dropped);
}
