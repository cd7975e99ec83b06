using System.Threading.Channels;
using Supervision.Grains.Calls;
using Supervision.Server.Listening;
using Supervision.Server.Recordings;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Calls;

/// <summary>
/// One call's way from telephony: payload to its recording, frames and events to its grain. The recording comes first and neither
/// waits for, nor suffers from, the other. Events go to the grain one after the other, in their order, on a task of their own.
/// </summary>
internal sealed partial class RoutedCall : ICallMediaSink
{
    /// <summary>Written in the journal as who paused.</summary>
    private const string RecordingClient = "recording client";

    /// <summary>Written in the journal as who refused.</summary>
    private const string Person = "caller";

    /// <summary>
    /// Keys alone can come faster than SIP transactions; so many may wait, more are dropped and counted. Everything else is one
    /// message of the dialog each, is bounded by it, and must not be dropped: hence the unbounded channel.
    /// </summary>
    private const int MaxWaitingKeys = 256;

    private readonly CallOffer _offer;
    private readonly ICallRecording _recording;
    private readonly ICallGrain _grain;
    private readonly CallTap _tap;
    private readonly CallRules _rules;
    private readonly ILogger _logger;
    private readonly Channel<CallEvent> _events = Channel.CreateUnbounded<CallEvent>(new UnboundedChannelOptions { SingleReader = true });
    private int _waitingKeys;
    private long _keysDropped;
    private long _mediaFaults;
    private int _isHungUp;
    private int _hasRefused;

    /// <summary>Set on the signalling thread, at once: from then on nothing is handed on, whatever the grain still has to do.</summary>
    private volatile bool _isPrivate;

    /// <summary>
    /// Pauses that the grain has still to carry out. While there is one nothing is handed on: the digits of a card follow the pause at
    /// once, and a busy thread pool may be late. After that the recorder and the grain hold it, so that the console may resume.
    /// </summary>
    private int _pausesUnderWay;

    internal RoutedCall(CallOffer offer, ICallRecording recording, ICallGrain grain, CallTap tap, CallRules rules, ILogger logger)
    {
        _offer = offer;
        _rules = rules;
        _isPrivate = rules.IsPrivate;
        _recording = recording;
        _grain = grain;
        _tap = tap;
        _logger = logger;
        Completion = Task.Run(CarryEventsAsync);
    }

    /// <summary>Ends when the grain has said its last word. Never faults.</summary>
    internal Task Completion { get; }

    /// <summary>Whether what comes now goes nowhere.</summary>
    private bool IsSilenced => _isPrivate || Volatile.Read(ref _pausesUnderWay) > 0;

    internal long KeysDropped => Interlocked.Read(ref _keysDropped);

    public void OnPayload(in MediaPayload payload)
    {
        if (IsSilenced)
        {
            return;
        }

        try
        {
            _recording.Write(in payload);
        }
#pragma warning disable CA1031 // A media thread serves other calls too.
        catch (Exception e)
#pragma warning restore CA1031
        {
            TellFault(e);
        }
    }

    public void OnFrame(in AudioFrame frame)
    {
        if (IsSilenced)
        {
            return;
        }

        try
        {
            _grain.OnAudio(frame.Lane, frame.Codec, frame.PositionSamples, frame.Payload);
            if (_tap.IsListenedTo)
            {
                _tap.Hear(in frame);
            }
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            TellFault(e);
        }
    }

    public void OnEvent(CallEvent callEvent)
    {
        if (callEvent is CallHungUp hungUp)
        {
            HangUp(hungUp);
            return;
        }

        if (callEvent is CallPartiesChanged changed && _rules.PrivateLines.Match(changed.Caller, changed.Agent))
        {
            _isPrivate = true;
        }

        if (callEvent is CallRecordingPaused { IsPaused: true })
        {
            Interlocked.Increment(ref _pausesUnderWay);
        }

        if (callEvent is CallKeyPressed pressed && !TakesKey(pressed))
        {
            Interlocked.Increment(ref _keysDropped);
            return;
        }

        _events.Writer.TryWrite(callEvent);
    }

    /// <summary>The first key that refuses always finds room: no flood may stand between a person and her refusal.</summary>
    private bool TakesKey(CallKeyPressed pressed)
    {
        bool isFirstRefusal = IsRefusal(pressed) && Interlocked.Exchange(ref _hasRefused, 1) == 0;
        if (Interlocked.Increment(ref _waitingKeys) <= MaxWaitingKeys || isFirstRefusal)
        {
            return true;
        }

        Interlocked.Decrement(ref _waitingKeys);
        return false;
    }

    private bool IsRefusal(CallKeyPressed pressed) => _rules.Consent.IsRefusal(pressed.Lane, pressed.Key, pressed.At - _offer.StartedAt);

    private void HangUp(CallHungUp hungUp)
    {
        if (Interlocked.Exchange(ref _isHungUp, 1) != 0)
        {
            return;
        }

        _events.Writer.TryWrite(hungUp);
        _events.Writer.TryComplete();
        _tap.Close();
        try
        {
            _recording.Close(hungUp.Reason, hungUp.At);
        }
#pragma warning disable CA1031 // The signalling thread serves other calls too.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogEventFailed(e, _offer.CallId, nameof(CallHungUp));
        }
    }

    private async Task CarryEventsAsync()
    {
        await CarryAsync(nameof(CallOffer), () => _grain.StartAsync(
            new CallStart(_offer.Source, _offer.Caller, _offer.Agent, _offer.Lanes, _offer.StartedAt, _offer.IsDemonstration)
            {
                IsPrivate = _rules.IsPrivate,
                IsAgentLaneUnknown = _offer.IsAgentLaneUnknown,
            },
            CancellationToken.None));
        await foreach (CallEvent callEvent in _events.Reader.ReadAllAsync())
        {
            await CarryAsync(callEvent.GetType().Name, () => CarryAsync(callEvent));
        }
    }

    /// <summary>One event that fails does not keep the next from the grain.</summary>
    private async Task CarryAsync(string what, Func<Task> carry)
    {
        try
        {
            await carry();
        }
#pragma warning disable CA1031 // Whatever it was: the hang-up must still get through.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogEventFailed(e, _offer.CallId, what);
        }
    }

    private Task CarryAsync(CallEvent callEvent)
    {
        switch (callEvent)
        {
            case CallHeld held:
                return _grain.SetHeldAsync(held.IsHeld, CancellationToken.None);
            case CallMediaSilent silent:
                return _grain.SetMediaSilentAsync(silent.IsSilent, CancellationToken.None);
            case CallPartiesChanged when _isPrivate:
                // Found to be private, now or before: whose numbers they are is nobody's business.
                return _grain.MakePrivateAsync(CancellationToken.None);
            case CallPartiesChanged changed:
                return _grain.SetPartiesAsync(changed.Caller, changed.Agent, changed.Lanes, changed.IsAgentLaneUnknown, CancellationToken.None);
            case CallKeyPressed pressed:
                Interlocked.Decrement(ref _waitingKeys);
                return PressKeyAsync(pressed);
            case CallRecordingPaused { IsPaused: true }:
                return PauseAsync();
            case CallRecordingPaused:
                return _grain.ResumeRecordingAsync(RecordingClient, CancellationToken.None);
            case CallHungUp hungUp:
                return _grain.EndAsync(hungUp.Reason, hungUp.At, CancellationToken.None);
            default:
                return Task.CompletedTask;
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await _grain.PauseRecordingAsync(RecordingClient, CancellationToken.None);
        }
        finally
        {
            Interlocked.Decrement(ref _pausesUnderWay);
        }
    }

    private async Task PressKeyAsync(CallKeyPressed pressed)
    {
        await _grain.PressKeyAsync(pressed.Lane, pressed.Key, CancellationToken.None);
        if (IsRefusal(pressed))
        {
            await _grain.RefuseRecordingAsync(Person, CancellationToken.None);
        }
    }

    /// <summary>Once a call: a fault of each packet would fill the log.</summary>
    private void TellFault(Exception exception)
    {
        if (Interlocked.Increment(ref _mediaFaults) == 1)
        {
            LogMediaFailed(exception, _offer.CallId);
        }
    }

    [LoggerMessage(EventId = 2501, Level = LogLevel.Error, Message = "Call {CallId}: {Event} could not be carried to its grain")]
    private partial void LogEventFailed(Exception exception, Shared.CallId callId, string @event);

    [LoggerMessage(EventId = 2502, Level = LogLevel.Error, Message = "Call {CallId}: media could not be handed over; told once")]
    private partial void LogMediaFailed(Exception exception, Shared.CallId callId);
}
