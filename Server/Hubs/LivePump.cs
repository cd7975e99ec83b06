using Supervision.Grains.Ports;
using Supervision.Server.Live;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Hubs;

/// <summary>
/// Serves one connection: a snapshot, then events as they come. What waits for a slow browser waits in this connection's own bounded
/// queue, newest wins; when something was lost the browser gets a new snapshot. States, finals and alarms go at once (their grains
/// already bound their rate), partials at once and then at most ten a second a lane, levels and tension with the next frame of their board.
/// </summary>
internal sealed class LivePump(
    ILiveClient client,
    LiveAudience audience,
    ILiveFeed feed,
    LiveSnapshots snapshots,
    LevelBoard levels,
    TensionBoard tensions,
    TimeProvider time)
{
    /// <summary>Events that may wait for a slow browser: some seconds of sixty talking calls.</summary>
    internal const int QueueCapacity = 2048;

    /// <summary>At most ten a second of one lane.</summary>
    internal static readonly TimeSpan PartialInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>So long a connection outlives the session behind it.</summary>
    internal static readonly TimeSpan SessionCheck = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(CallId Call, Lane Lane), PartialTurn> _partials = [];
    private readonly HashSet<Utterance> _inSnapshot = new(ReferenceEqualityComparer.Instance);
    private long _sessionCheckedAt;
    private long _dropped;

    /// <summary>Until the connection closes (cancelled), the feed ends or the session does.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using ILiveSubscription events = feed.Subscribe(QueueCapacity, static liveEvent => liveEvent is not (LevelsMeasured or TensionMeasured or KeyPressed));
        _sessionCheckedAt = time.GetTimestamp();
        await SendSnapshotAsync(events, cancellationToken);
        Task<LevelsFrame> frame = levels.Next;
        Task<TensionFrame> tension = tensions.Next;
        Task<bool> more = events.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            await Task.WhenAny(more, frame, tension);
            if (more.IsCompleted)
            {
                if (!await more)
                {
                    return;
                }

                await SendEventsAsync(events, cancellationToken);
                more = events.WaitToReadAsync(cancellationToken).AsTask();
            }

            if (tension.IsCompleted)
            {
                TensionFrame moved = audience.Filter(await tension);
                tension = tensions.Next;
                if (moved.Calls.Count > 0)
                {
                    await client.SendAsync("Tension", moved, cancellationToken);
                }
            }

            if (frame.IsCompleted)
            {
                LevelsFrame measured = await frame;
                frame = levels.Next;
                if (!await TickAsync(measured, cancellationToken))
                {
                    client.Abort();
                    return;
                }
            }
        }
    }

    private async Task SendEventsAsync(ILiveSubscription events, CancellationToken cancellationToken)
    {
        while (events.TryRead(out LiveEvent? liveEvent))
        {
            LiveAudience.Verdict verdict = audience.Judge(liveEvent);
            if (events.Dropped != _dropped || verdict == LiveAudience.Verdict.ShowAnew)
            {
                await SendSnapshotAsync(events, cancellationToken);
            }
            else if (verdict == LiveAudience.Verdict.Show)
            {
                await SendAsync(liveEvent, cancellationToken);
            }
        }
    }

    /// <summary>What waits is older than the snapshot that is about to be taken: it goes.</summary>
    private async Task SendSnapshotAsync(ILiveSubscription events, CancellationToken cancellationToken)
    {
        _dropped = events.Dropped;
        while (events.TryRead(out LiveEvent? old))
        {
            audience.Judge(old);
        }

        LiveSnapshot snapshot = audience.Filter(await snapshots.TakeAsync(cancellationToken));
        _partials.Clear();
        _inSnapshot.Clear();
        _inSnapshot.UnionWith(snapshot.Transcripts.SelectMany(transcript => transcript.LastFinals));
        await client.SendAsync("Snapshot", snapshot, cancellationToken);
    }

    private Task SendAsync(LiveEvent liveEvent, CancellationToken cancellationToken)
    {
        switch (liveEvent)
        {
            case TranscriptPartial partial:
                return SendPartialAsync(partial, cancellationToken);
            case TranscriptFinal final when _inSnapshot.Remove(final.Utterance):
                // It came between the subscription and the snapshot, and is in both.
                return Task.CompletedTask;
            case TranscriptFinal final:
                HoldBack(final.CallId, final.Utterance.Lane);
                return client.SendAsync("TranscriptFinal", final, cancellationToken);
            case CallUpdated updated:
                return client.SendAsync("CallUpdated", updated, cancellationToken);
            case CallEnded ended:
                ForgetPartials(ended.CallId);
                return client.SendAsync("CallEnded", ended, cancellationToken);
            case TensionWithdrawn withdrawn:
                return client.SendAsync("TensionWithdrawn", withdrawn, cancellationToken);
            case AlarmRaised raised:
                return client.SendAsync("AlarmRaised", raised, cancellationToken);
            case AlarmUpdated updated:
                return client.SendAsync("AlarmUpdated", updated, cancellationToken);
            default:
                return Task.CompletedTask;
        }
    }

    private Task SendPartialAsync(TranscriptPartial partial, CancellationToken cancellationToken)
    {
        (CallId, Lane) key = (partial.CallId, partial.Partial.Lane);
        long now = time.GetTimestamp();
        if (_partials.TryGetValue(key, out PartialTurn turn) && time.GetElapsedTime(turn.SentAt, now) < PartialInterval)
        {
            _partials[key] = turn with { Waiting = partial };
            return Task.CompletedTask;
        }

        _partials[key] = new PartialTurn(now, null);
        return client.SendAsync("TranscriptPartial", partial, cancellationToken);
    }

    /// <summary>False when the session has ended.</summary>
    private async Task<bool> TickAsync(LevelsFrame measured, CancellationToken cancellationToken)
    {
        foreach (((CallId, Lane) key, PartialTurn turn) in _partials.ToArray())
        {
            if (turn.Waiting is { } waiting && time.GetElapsedTime(turn.SentAt) >= PartialInterval)
            {
                _partials[key] = new PartialTurn(time.GetTimestamp(), null);
                await client.SendAsync("TranscriptPartial", waiting, cancellationToken);
            }
        }

        LevelsFrame own = audience.Filter(measured);
        if (own.Calls.Count > 0)
        {
            await client.SendAsync("Levels", own, cancellationToken);
        }

        if (time.GetElapsedTime(_sessionCheckedAt) < SessionCheck)
        {
            return true;
        }

        _sessionCheckedAt = time.GetTimestamp();
        return await client.IsAllowedAsync(cancellationToken);
    }

    /// <summary>Words that became final are no longer words so far.</summary>
    private void HoldBack(CallId call, Lane lane)
    {
        if (_partials.TryGetValue((call, lane), out PartialTurn turn))
        {
            _partials[(call, lane)] = turn with { Waiting = null };
        }
    }

    private void ForgetPartials(CallId call)
    {
        _partials.Remove((call, Lane.Caller));
        _partials.Remove((call, Lane.Agent));
        _partials.Remove((call, Lane.Mixed));
    }

    /// <param name="SentAt">Timestamp of the last partial of a lane.</param>
    /// <param name="Waiting">The newest that came too soon after it.</param>
    private readonly record struct PartialTurn(long SentAt, TranscriptPartial? Waiting);
}
