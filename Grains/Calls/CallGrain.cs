using Microsoft.Extensions.Logging;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Grains.Calls;

/// <summary>
/// Owns one live call's state. Its single reader makes locks unnecessary: everything without another remark runs there. Commands come
/// through the mailbox and are never dropped; audio waits in its lane's own queue and the reader is only told that some is there, so
/// that no amount of audio delays or displaces a command.
/// </summary>
internal sealed partial class CallGrain : ICallGrain
{
    /// <summary>100 frames × 20 ms = 2 s a lane; beyond that the oldest analysis audio is dropped and counted.</summary>
    internal const int AnalysisFrames = 100;

    /// <summary>Final utterances that a snapshot shows; the whole transcript is the journal's.</summary>
    internal const int ShownFinals = 20;

    /// <summary>Commands and speech results that may wait. The reader does no I/O, so that even ten never do.</summary>
    private const int MailboxCapacity = 512;

    private readonly CallGrainServices _services;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox;
    private readonly CallLane[] _lanes = [new(Lane.Caller, AnalysisFrames), new(Lane.Agent, AnalysisFrames), new(Lane.Mixed, AnalysisFrames)];
    private readonly List<Utterance> _finals = [];
    private readonly Action _onEnded;
    private CallStart? _start;

    /// <summary>A timestamp of the clock, taken <see cref="_begunAfter"/> the answer.</summary>
    private long _begunAt;
    private TimeSpan _begunAfter;
    private Party _caller = new(null, null);
    private Party _agent = new(null, null);
    private bool _isHeld;
    private bool _isMediaSilent;
    private DateTimeOffset? _endedAt;
    private CallEndReason? _endReason;
    private volatile bool _isLive;

    /// <param name="id">Of the call.</param>
    /// <param name="services">Shared by all grains.</param>
    /// <param name="onEnded">Told once when nothing is left to do: the directory forgets the grain.</param>
    internal CallGrain(CallId id, CallGrainServices services, Action onEnded)
    {
        Id = id;
        _services = services;
        _logger = services.Logger;
        _onEnded = onEnded;
        _rule = new Rules.WordRule(services.Words);
        _curve = new TensionCurve(services.Tension?.Parameters ?? new TensionParameters());
        _context = new Rules.FusionContext(services.Aggression, services.Callers, id);
        _fusion = new Rules.FusionRule(id, services.Aggression, _context);
        _drainAudio = DrainAudio;
        _tick = Tick;
        CreatedAt = services.Time.GetUtcNow();
        _snapshot = BuildSnapshot();
        _mailbox = new Mailbox(MailboxCapacity, LogFault);
    }

    internal CallId Id { get; }

    internal DateTimeOffset CreatedAt { get; }

    /// <summary>Begun and not ended. Safe from any thread.</summary>
    internal bool IsLive => _isLive;

    /// <summary>When the call was answered; for the order of calls. Safe from any thread.</summary>
    internal DateTimeOffset StartedAt => _start?.StartedAt ?? CreatedAt;

    /// <summary>Whether a call was ever begun here. Safe from any thread.</summary>
    internal bool HasStarted => _start is not null;

    private bool HasEnded => _endedAt is not null;

    public Task StartAsync(CallStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        return _mailbox.PostAsync(() => Start(start), cancellationToken);
    }

    public Task SetHeldAsync(bool isHeld, CancellationToken cancellationToken)
    {
        return WhileLiveAsync(() => SetHeld(isHeld), cancellationToken);
    }

    public Task SetMediaSilentAsync(bool isSilent, CancellationToken cancellationToken)
    {
        return WhileLiveAsync(() => SetMediaSilent(isSilent), cancellationToken);
    }

    public Task SetPartiesAsync(Party caller, Party agent, IReadOnlyList<Lane> lanes, bool isAgentLaneUnknown, CancellationToken cancellationToken)
    {
        return WhileLiveAsync(() => SetParties(caller, agent, lanes, isAgentLaneUnknown), cancellationToken);
    }

    public Task PressKeyAsync(Lane lane, char key, CancellationToken cancellationToken)
    {
        return WhileLiveAsync(() => PressKey(lane, key), cancellationToken);
    }

    public Task<CallSnapshot> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        return _mailbox.AskAsync(() => _snapshot, () => _snapshot, cancellationToken);
    }

    public Task<LiveTranscript> GetTranscriptAsync(CancellationToken cancellationToken)
    {
        return _mailbox.AskAsync(
            () => new LiveTranscript(Id, [.. _finals], [.. _lanes.Select(lane => lane.Partial).OfType<PartialUtterance>()]),
            () => new LiveTranscript(Id, [], []),
            cancellationToken);
    }

    /// <summary>Stops the reader without ending the call: for a grain whose call never began.</summary>
    internal void Deactivate()
    {
        _ticker?.Dispose();
        _mailbox.Close();
    }

    /// <summary>A command for a call that is not live is late, not wrong: it is passed over.</summary>
    private Task<bool> WhileLiveAsync(Action act, CancellationToken cancellationToken)
    {
        return _mailbox.PostAsync(
            () =>
            {
                if (_isLive)
                {
                    act();
                }
            },
            cancellationToken);
    }

    private void Start(CallStart start)
    {
        if (_start is not null)
        {
            return;
        }

        _start = start;
        _caller = start.Caller;
        _agent = start.Agent;
        _isPrivate = start.IsPrivate;
        if (_isPrivate)
        {
            HideParties();
        }

        _begunAt = _services.Time.GetTimestamp();
        _begunAfter = _services.Time.GetUtcNow() - start.StartedAt;
        _isLive = true;
        _rule.IsAgentUnknown = start.IsAgentLaneUnknown;
        SetLanes(start.Lanes);
        Changed(isDurable: true);
        _ticker = _services.Time.CreateTimer(_ => OnTicker(), null, TickInterval, TickInterval);
        _takesAudio = !_isPrivate;
        LogStarted(Id, start.Source, start.Lanes.Count);
    }

    private void SetHeld(bool isHeld)
    {
        if (_isHeld != isHeld)
        {
            _isHeld = isHeld;
            BreakTension();
            JournalEvent(isHeld ? "held" : "resumed", "");
            Changed(isDurable: true);
        }
    }

    private void SetMediaSilent(bool isSilent)
    {
        if (_isMediaSilent != isSilent)
        {
            _isMediaSilent = isSilent;
            JournalEvent(isSilent ? "media-silent" : "media-back", "");
            Changed(isDurable: false);
        }
    }

    private void SetParties(Party caller, Party agent, IReadOnlyList<Lane> lanes, bool isAgentLaneUnknown)
    {
        if (!_isPrivate)
        {
            _caller = caller;
            _agent = agent;
        }

        _rule.IsAgentUnknown = isAgentLaneUnknown;
        SetLanes(lanes);
        Prioritise();
        Changed(isDurable: true);
    }

    /// <param name="lanes">Whose voice each line carries. A lane that another line carries now is another voice.</param>
    private void SetLanes(IReadOnlyList<Lane> lanes)
    {
        List<Lane> lines = [.. lanes];
        bool hasMoved = false;
        foreach (CallLane lane in _lanes)
        {
            int line = lines.IndexOf(lane.Lane);
            if (lane.Line != line)
            {
                bool wasAnothers = line >= 0 || lines.ElementAtOrDefault(lane.Line) == Lane.Agent;
                hasMoved |= Leave(lane, wasAnothers);
                lane.Line = line;
            }
        }

        if (hasMoved)
        {
            _rule.Forget();
        }

        if (!_lanes[0].IsPresent)
        {
            BreakTension();
        }

        OpenSpeech();
    }

    /// <summary>
    /// The lane's line carries it no longer. True when it was carried before.
    /// </summary>
    /// <param name="lane">That leaves its line.</param>
    /// <param name="wasAnothers">
    /// It moved to another line, or its line turns out to be the agent's: what was heard as the caller's voice was perhaps the agent's.
    /// </param>
    private bool Leave(CallLane lane, bool wasAnothers)
    {
        if (!lane.IsPresent)
        {
            return false;
        }

        CloseSpeech(lane);
        lane.DiscardAudio();
        if (wasAnothers && lane.Lane == Lane.Caller)
        {
            WithdrawTension();
        }

        return true;
    }

    private void PressKey(Lane lane, char key)
    {
        // What is typed during a pause is what the pause is for: the digits of a bank card.
        if (IsAnalysisStopped)
        {
            return;
        }

        JournalEvent("key", key.ToString());
        _services.Feed.Publish(new KeyPressed(Id, lane, key, ClockMs()));
    }

    private CallLane? LaneOf(Lane lane) => lane is >= Lane.Caller and <= Lane.Mixed ? _lanes[(int)lane - 1] : null;

    /// <summary>Now, on the call's clock; a step of the wall clock does not move it.</summary>
    private int ClockMs()
    {
        return _start is null ? 0 : ToMs(_begunAfter + _services.Time.GetElapsedTime(_begunAt));
    }

    private static int ToMs(TimeSpan sinceStart) => (int)Math.Clamp(sinceStart.TotalMilliseconds, 0, int.MaxValue);

    private void LogFault(Exception exception) => LogFault(exception, Id);

    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, Message = "Call {CallId} begins: {Source}, {LaneCount} lanes")]
    private partial void LogStarted(CallId callId, CallSource source, int laneCount);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Call {CallId} ended ({Reason}) after {DurationMs} ms")]
    private partial void LogEnded(CallId callId, CallEndReason reason, long durationMs);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "A message to call {CallId} failed; the call goes on")]
    private partial void LogFault(Exception exception, CallId callId);
}
