using Microsoft.Extensions.Logging;
using Supervision.Grains.Ports;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Calls;

/// <summary>
/// The lanes' speech: opened and closed here, heard through the mailbox. Whatever the engine throws costs the call its words for a
/// while, never the call.
/// </summary>
internal sealed partial class CallGrain
{
    /// <summary>A transcript that trails the voice by more is said to lag.</summary>
    internal const int LaggingMs = 1500;

    /// <summary>Smaller changes of the lag are not worth redrawing a tile.</summary>
    private const int LagStepMs = 250;

    private static readonly TimeSpan SpeechRetry = TimeSpan.FromSeconds(15);

    /// <summary>Some lane lost its speech and is to ask the engine again while audio comes.</summary>
    private bool _needsSpeech;

    /// <summary>The transcript has a gap: later transcription looks for it, so never set without one.</summary>
    private bool _hasGap;
    private bool _hasSpoken;
    private int _shownLagMs;

    private TranscriptionState Transcription
    {
        get
        {
            bool isOpen = Array.Exists(_lanes, lane => lane.Speech is not null);
            if (_isRefused || _isPrivate || (HasEnded ? !_hasSpoken : !isOpen))
            {
                return TranscriptionState.Off;
            }

            if (_hasGap || Array.Exists(_lanes, lane => lane.IsDeaf))
            {
                return TranscriptionState.CatchingUp;
            }

            return _isFlushed ? TranscriptionState.Complete
                : _shownLagMs >= LaggingMs ? TranscriptionState.Lagging
                : TranscriptionState.Live;
        }
    }

    private void OpenSpeech()
    {
        if (_services.Speech is not { } engine || IsAnalysisStopped || HasEnded)
        {
            return;
        }

        bool isIncomplete = false;
        foreach (CallLane lane in _lanes)
        {
            if (lane.IsPresent && lane.Speech is null)
            {
                OpenOrWait(engine, lane);
            }

            isIncomplete |= lane.IsPresent && lane.Speech is null;
        }

        if (_needsSpeech && !isIncomplete)
        {
            Changed(isDurable: false);
        }

        _needsSpeech = isIncomplete;
    }

    /// <summary>A lane whose engine failed lately waits; what is said meanwhile is missing, also when it was closed in between.</summary>
    private void OpenOrWait(ISpeechEngine engine, CallLane lane)
    {
        if (_services.Time.GetUtcNow() >= lane.RetrySpeechAt)
        {
            OpenSpeech(engine, lane);
        }
        else if (!lane.IsDeaf)
        {
            lane.ToldToMs = Math.Max(lane.ToldToMs, ClockMs());
            lane.IsDeaf = true;
        }
    }

    private void OpenSpeech(ISpeechEngine engine, CallLane lane)
    {
        var listener = new Listener(this, lane);
        lane.Listener = listener;
        try
        {
            lane.Speech = engine.Open(Id, lane.Lane, listener);
            lane.Speech.SetPriority(PriorityOf(lane));
            _hasSpoken = true;
            _wakeSamples = WakeSamplesTranscribed;
            EndDeafness(lane);
            lane.ToldToMs = Math.Max(lane.ToldToMs, ClockMs());
        }
#pragma warning disable CA1031 // A failing engine never ends a call.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LoseSpeech(lane, e);
        }
    }

    private void PushSpeech(CallLane lane, in QueuedFrame frame)
    {
        if (lane.Speech is null)
        {
            return;
        }

        try
        {
            lane.Speech.Push(frame.Codec, frame.PositionSamples, frame.Bytes);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LoseSpeech(lane, e);
        }
    }

    private void LoseSpeech(CallLane lane, Exception exception)
    {
        LogSpeechLost(exception, Id, lane.Lane);
        LetSpeechGo(lane);
        lane.IsDeaf = true;
        lane.RetrySpeechAt = _services.Time.GetUtcNow() + SpeechRetry;
        _needsSpeech = true;
        Changed(isDurable: false);
    }

    /// <summary>At once and without flushing: from here on nothing is pushed and nothing that still comes is heard.</summary>
    private void CloseSpeech(CallLane lane)
    {
        EndDeafness(lane);
        LetSpeechGo(lane);
    }

    private void LetSpeechGo(CallLane lane)
    {
        ISpeechLane? speech = lane.Speech;
        lane.Speech = null;
        lane.Listener = null;
        lane.LagMs = 0;
        ClearPartial(lane);
        if (speech is not null)
        {
            Observe(DisposeAsync(speech));
        }
    }

    private void CloseSpeech()
    {
        foreach (CallLane lane in _lanes)
        {
            CloseSpeech(lane);
        }

        _rule.Forget();
        _shownLagMs = 0;
        _wakeSamples = WakeSamples;
    }

    private static async Task DisposeAsync(ISpeechLane speech) => await speech.DisposeAsync();

    private void Prioritise()
    {
        foreach (CallLane lane in _lanes)
        {
            lane.Speech?.SetPriority(PriorityOf(lane));
        }
    }

    /// <summary>Calls with an open alarm, then callers, then agents.</summary>
    private SpeechPriority PriorityOf(CallLane lane)
    {
        return _openAlarms.Count > 0 ? SpeechPriority.OpenAlarm
            : lane.Lane == Lane.Agent && !_rule.IsAgentUnknown ? SpeechPriority.Agent
            : SpeechPriority.Caller;
    }

    private void HearPartial(CallLane lane, PartialUtterance partial)
    {
        if (lane.Partial is { } shown && shown == partial)
        {
            Judge(partial);
            return;
        }

        lane.Partial = partial.Text.Length > 0 ? partial : null;
        _services.Feed.Publish(new TranscriptPartial(Id, partial));
        Judge(partial);
    }

    private void HearFinal(CallLane lane, Utterance utterance)
    {
        lane.ToldToMs = Math.Max(lane.ToldToMs, utterance.EndMs);
        _finals.Add(utterance);
        if (_finals.Count > ShownFinals)
        {
            _finals.RemoveAt(0);
        }

        Journal(new UtteranceJournalled(Id, _services.Time.GetUtcNow(), utterance));
        _services.Feed.Publish(new TranscriptFinal(Id, utterance));
        ClearPartial(lane);
        if (utterance.Kind == UtteranceKind.Gap)
        {
            JournalEvent("gap", lane.Lane.ToString(), utterance.StartMs);
            _hasGap = true;
            Changed(isDurable: false);
        }

        Judge(utterance);
    }

    private void HearLag(CallLane lane, int lagMs)
    {
        lane.LagMs = Math.Max(0, lagMs);
        int worst = Math.Max(_lanes[0].LagMs, Math.Max(_lanes[1].LagMs, _lanes[2].LagMs));
        bool crosses = (worst >= LaggingMs) != (_shownLagMs >= LaggingMs);
        if (crosses || Math.Abs(worst - _shownLagMs) >= LagStepMs)
        {
            _shownLagMs = worst;
            Changed(isDurable: false);
        }
    }

    private void ClearPartial(CallLane lane)
    {
        if (lane.Partial is { } partial)
        {
            lane.Partial = null;
            _services.Feed.Publish(new TranscriptPartial(Id, partial with { Text = "" }));
        }
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Speech of call {CallId}, lane {Lane}, failed; it is asked again later")]
    private partial void LogSpeechLost(Exception exception, CallId callId, Lane lane);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Error, Message = "The mailbox of call {CallId} is full; an utterance of lane {Lane} is lost")]
    private partial void LogFinalLost(CallId callId, Lane lane);

    /// <summary>Carries what one opened lane hears into the mailbox; deaf once another took its place. Called on any thread.</summary>
    private sealed class Listener(CallGrain grain, CallLane lane) : ISpeechListener
    {
        public void OnPartial(PartialUtterance partial) => Tell(partial.Lane, () => grain.HearPartial(lane, partial));

        public void OnFinal(Utterance utterance)
        {
            if (!Tell(utterance.Lane, () => grain.HearFinal(lane, utterance)))
            {
                grain._services.Counters.AddUtteranceLost();
                grain.LogFinalLost(grain.Id, lane.Lane);
            }
        }

        public void OnLag(Lane ofLane, int lagMs) => Tell(ofLane, () => grain.HearLag(lane, lagMs));

        /// <summary>A score can only be of the caller's voice; one that comes by another lane's listener is nobody's.</summary>
        public void OnAggression(AggressionScore score)
        {
            if (!CallerScore.TryOf(lane.Lane, score, out CallerScore caller) || !Tell(Lane.Caller, () => grain.HearAggression(caller)))
            {
                grain._services.Counters.AddScoreRefused();
            }
        }

        /// <summary>Words of another lane than its own are not believed: only the caller's may be judged.</summary>
        private bool Tell(Lane ofLane, Action hear)
        {
            return ofLane != lane.Lane || grain._mailbox.TryTell(() =>
            {
                if (ReferenceEquals(lane.Listener, this))
                {
                    hear();
                }
            });
        }
    }
}
