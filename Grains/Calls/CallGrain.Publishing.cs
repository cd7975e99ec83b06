using Microsoft.Extensions.Logging;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Grains.Calls;

/// <summary>What the world is told of the call: its state at most five times a second, and the journal of each lasting change.</summary>
internal sealed partial class CallGrain
{
    /// <summary>Least time between two <see cref="CallUpdated"/>: five a second.</summary>
    internal static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Audio that has stopped for so long has stopped; jitter is shorter.</summary>
    private static readonly TimeSpan AudioRest = TimeSpan.FromMilliseconds(300);

    private readonly Action _tick;
    private ITimer? _ticker;
    private int _isTicking;
    private volatile CallSnapshot _snapshot;
    private volatile bool _isDirty;
    private DateTimeOffset _publishedAt = DateTimeOffset.MinValue;

    /// <summary>On a timer's thread: wakes the reader only when it has something to do.</summary>
    private void OnTicker()
    {
        if ((_isDirty || _isSettling || _isRestingTension || HasAudioRested()) && Interlocked.Exchange(ref _isTicking, 1) == 0 && !_mailbox.TryTell(_tick))
        {
            Volatile.Write(ref _isTicking, 0);
        }
    }

    private bool HasAudioRested()
    {
        long at = Volatile.Read(ref _audioAt);
        return at != 0 && _services.Time.GetElapsedTime(at) >= AudioRest;
    }

    private void Tick()
    {
        Volatile.Write(ref _isTicking, 0);
        if (!_isLive)
        {
            return;
        }

        if (_isSettling)
        {
            Settle();
        }

        if (_isRestingTension)
        {
            RestTension();
        }

        if (HasAudioRested())
        {
            DrainAudio();
            RestLevels();
        }

        if (_isDirty)
        {
            Publish();
        }
    }

    /// <param name="isDurable">Whether the call's row changes too: lag and counters of analysis are of the moment.</param>
    private void Changed(bool isDurable)
    {
        if (_start is null)
        {
            return;
        }

        _snapshot = BuildSnapshot();
        _isDirty = true;
        if (isDurable)
        {
            Journal(new CallJournalled(Id, _services.Time.GetUtcNow(), _snapshot));
        }

        if (_services.Time.GetUtcNow() - _publishedAt >= TickInterval)
        {
            Publish();
        }
    }

    private void Publish()
    {
        _isDirty = false;
        _publishedAt = _services.Time.GetUtcNow();
        _services.Feed.Publish(new CallUpdated(_snapshot));
    }

    private CallSnapshot BuildSnapshot() => new()
    {
        Id = Id,
        Source = _start?.Source ?? CallSource.SipRec,
        State = HasEnded ? CallState.Ended : _isHeld ? CallState.Held : CallState.Live,
        Recording = Recording,
        Transcription = Transcription,
        Caller = _caller,
        Agent = _agent,
        StartedAt = StartedAt,
        EndedAt = _endedAt,
        EndReason = _endReason,
        Lanes = [.. _lanes.Where(lane => lane.IsPresent).Select(lane => lane.Lane)],
        IsDemonstration = _start?.IsDemonstration ?? false,
        TranscriptLagMs = HasEnded ? 0 : _shownLagMs,
        AnalysisFramesDropped = _shownDrops,
        OpenAlarms = _openAlarms,
        Tension = Tension,
        IsMediaSilent = _isMediaSilent && !HasEnded,
        Listeners = HasEnded ? [] : _listenerNames,
    };

    /// <summary>A journal that fails says so in its own health; the call goes on. Of a private call nothing is kept but its erasure.</summary>
    private void Journal(JournalEntry entry)
    {
        if (_isPrivate && entry is not CallErasedJournalled)
        {
            return;
        }

        try
        {
            _services.Journal.Append(entry);
        }
#pragma warning disable CA1031 // Whatever it throws, levels, words and alarms must still come.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogJournalFailed(e, Id);
        }
    }

    private void JournalEvent(string kind, string detail) => JournalEvent(kind, detail, ClockMs());

    private void JournalEvent(string kind, string detail, int atMs)
    {
        Journal(new CallEventJournalled(Id, _services.Time.GetUtcNow(), kind, atMs, detail));
    }

    [LoggerMessage(EventId = 2006, Level = LogLevel.Error, Message = "Call {CallId}: an entry could not be journalled")]
    private partial void LogJournalFailed(Exception exception, CallId callId);

    /// <summary>Nothing here waits for <paramref name="task"/>, and its fault is told in the log.</summary>
    private void Observe(Task task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            _ = ObserveAsync(task);
        }
    }

    private async Task ObserveAsync(Task task)
    {
        try
        {
            await task;
        }
#pragma warning disable CA1031 // The only thing to do with it is to log it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(e);
        }
    }
}
