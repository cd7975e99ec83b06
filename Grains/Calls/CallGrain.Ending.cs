using Microsoft.Extensions.Logging;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Grains.Calls;

/// <summary>
/// The end, in two steps, so that the reader never waits: first the call is over for everybody and its speech is asked to finish;
/// when the last words are in, or the time for them is up, the grain says so and is gone.
/// </summary>
internal sealed partial class CallGrain
{
    private bool _isFlushed;

    public async Task EndAsync(CallEndReason reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        (CallLane Lane, Task Flushed)[]? flushing = null;
        await _mailbox.PostAsync(() => flushing = BeginEnd(reason, at), cancellationToken);
        if (flushing is null)
        {
            return;
        }

        try
        {
            var patience = TimeSpan.FromSeconds(_services.Settings.FlushTimeoutSeconds);
            await Task.WhenAll(flushing.Select(lane => lane.Flushed)).WaitAsync(patience, _services.Time, cancellationToken);
        }
#pragma warning disable CA1031 // Whether the engine failed, was late or the host stops: the call ends with the words it has.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFlushFailed(e, Id);
        }

        // What a lane told before it was done is in the mailbox by now; what the others still tell is not heard.
        CallLane[] unfinished = [.. flushing.Where(lane => !lane.Flushed.IsCompletedSuccessfully).Select(lane => lane.Lane)];
        await _mailbox.PostAsync(() => FinishEnd(unfinished), CancellationToken.None);
        _mailbox.Close();
        _onEnded();
    }

    /// <summary>Null when the call has ended before, or never began.</summary>
    private (CallLane Lane, Task Flushed)[]? BeginEnd(CallEndReason reason, DateTimeOffset at)
    {
        if (!_isLive)
        {
            return null;
        }

        _takesAudio = false;
        DrainAudio();
        _ticker?.Dispose();
        _isLive = false;
        _endedAt = at < StartedAt ? StartedAt : at;
        _endReason = reason;
        _publishedAt = DateTimeOffset.MinValue;
        Changed(isDurable: true);
        return [.. _lanes.Where(lane => lane.Speech is not null).Select(lane => (lane, FlushAsync(lane.Speech!)))];
    }

    /// <summary>An engine that throws at once throws here, not into the reader.</summary>
    private static async Task FlushAsync(ISpeechLane speech) => await speech.CompleteAsync(CancellationToken.None);

    /// <param name="unfinished">Lanes whose last words did not come: a gap says so, and the recording is transcribed instead.</param>
    private void FinishEnd(IReadOnlyList<CallLane> unfinished)
    {
        int endMs = ToMs(_endedAt!.Value - StartedAt);
        foreach (CallLane lane in _lanes.Where(lane => lane.IsDeaf || unfinished.Contains(lane)))
        {
            lane.IsDeaf = false;
            TellGap(lane, endMs);
        }

        Settle();
        CloseSpeech();
        JournalTension();
        _isFlushed = true;
        _snapshot = BuildSnapshot();
        Journal(new CallJournalled(Id, _services.Time.GetUtcNow(), _snapshot));
        _services.Feed.Publish(new CallEnded(_snapshot));
        LogEnded(Id, _snapshot.EndReason!.Value, endMs);
    }

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "The last words of call {CallId} did not come in time")]
    private partial void LogFlushFailed(Exception exception, CallId callId);
}
