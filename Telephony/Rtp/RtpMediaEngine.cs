using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Supervision.Shared;
using Supervision.Telephony.Media;
using Supervision.Telephony.Rtp.Net;

namespace Supervision.Telephony.Rtp;

/// <summary>
/// Media of all calls: the ports, the threads that read them, the one timer that ticks every jitter buffer, and the counters. Owned by
/// the telephony server. Thread-safe.
/// </summary>
internal sealed partial class RtpMediaEngine : IMediaEngine, IHealthPart, IAsyncDisposable
{
    /// <summary>Length of a frame: holes are given up at most so much late.</summary>
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(20);

    /// <summary>How long exhausted ports make the part's health.</summary>
    private static readonly TimeSpan ExhaustionRemembered = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger;
    private readonly IDatagramPump[] _pumps;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly RtpCounters _closed = new();
    private ImmutableArray<RtpSession> _sessions = [];
    private int _nextPump;
    private int _ticking;
    private long _portsExhausted;
    private int _disposed;
    private long _exhaustedAt;

    internal RtpMediaEngine(RtpSettings settings, TimeProvider time, ILoggerFactory loggers)
        : this(settings, time, loggers, DatagramPump.Create)
    {
    }

    /// <summary>With a pump of the caller's choice, for tests of each kind.</summary>
    internal RtpMediaEngine(RtpSettings settings, TimeProvider time, ILoggerFactory loggers, Func<ILogger, IDatagramPump> createPump)
    {
        if (!settings.TryGetPorts(out int first, out int last))
        {
            throw new ArgumentException(string.Join(' ', settings.Errors()), nameof(settings));
        }

        Settings = settings;
        Time = time;
        Ports = new PortAllocator(first, last);
        _logger = loggers.CreateLogger<RtpMediaEngine>();

        // One thread reads 50,000 packets a second with a seventh of a core; more are for machines that have cores to spare.
        _pumps = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount / 4, 1, 4)).Select(_ => createPump(_logger))];
        _timer = time.CreateTimer(static engine => ((RtpMediaEngine)engine!).Tick(), this, TickPeriod, TickPeriod);
    }

    internal RtpSettings Settings { get; }

    internal TimeProvider Time { get; }

    internal PortAllocator Ports { get; }

    public IMediaSession Open(CallId callId, DateTimeOffset startedAt, Action<MediaNews> onNews)
    {
        lock (_gate)
        {
            // All lines of a call are read by one thread.
            IDatagramPump pump = _pumps[_nextPump++ % _pumps.Length];
            RtpSession session = new(this, callId, startedAt, onNews, pump);
            _sessions = _sessions.Add(session);
            return session;
        }
    }

    /// <summary>What was counted since the start, closed calls included.</summary>
    internal RtpStatistics Statistics()
    {
        RtpCounters sum = new();
        int lines = 0;
        int silent = 0;
        lock (_gate)
        {
            sum.Add(_closed);
            foreach (RtpSession session in _sessions)
            {
                sum.Add(session.Counters);
                lines += session.LineCount;
                silent += session.IsSilent ? 1 : 0;
            }

            return RtpStatistics.From(sum, _sessions.Length, silent, lines, _portsExhausted);
        }
    }

    public PartHealth Report()
    {
        RtpStatistics statistics = Statistics();
        bool isExhausted = statistics.PortsExhausted > 0 && Time.GetElapsedTime(Interlocked.Read(ref _exhaustedAt)) < ExhaustionRemembered;
        bool isBroken = _pumps.Any(pump => pump.IsBroken);
        (PartState state, string detail) = isBroken
            ? (PartState.Failed, "A media thread has ended; calls of its share are not heard.")
            : isExhausted
            ? (PartState.Degraded, "Calls were refused in the last minute because no pair of ports was free; widen Rtp:PortRange.")
            : (PartState.Ok, $"{statistics.ActiveSessions} calls with media, {statistics.SilentSessions} of them silent.");
        return new PartHealth("rtp", state, detail, new Dictionary<string, object>
        {
            ["activeSessions"] = statistics.ActiveSessions,
            ["silentCalls"] = statistics.SilentSessions,
            ["packetsReceived"] = statistics.PacketsReceived,
            ["packetsLost"] = statistics.PacketsLost,
            ["packetsLate"] = statistics.PacketsLate,
            ["duplicates"] = statistics.Duplicates,
            ["malformed"] = statistics.Malformed,
            ["wrongSource"] = statistics.WrongSource,
            ["unknownPayloadTypes"] = statistics.UnknownPayloadTypes,
            ["frames"] = statistics.Frames,
            ["earlyDropped"] = statistics.EarlyDropped,
            ["sinkFailures"] = statistics.SinkFailures,
            ["portsExhausted"] = statistics.PortsExhausted,
        });
    }

    /// <summary>May be called again: a container disposes of it under each name that it is known by.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _timer.DisposeAsync();
        foreach (RtpSession session in _sessions)
        {
            await session.DisposeAsync();
        }

        foreach (IDatagramPump pump in _pumps)
        {
            pump.Dispose();
        }
    }

    internal void OnPortsExhausted()
    {
        Interlocked.Increment(ref _portsExhausted);
        Interlocked.Exchange(ref _exhaustedAt, Time.GetTimestamp());
        LogPortsExhausted(Settings.PortRange);
    }

    internal void OnClosed(RtpSession session)
    {
        lock (_gate)
        {
            if (_sessions.Contains(session))
            {
                _sessions = _sessions.Remove(session);
                _closed.Add(session.Counters);
            }
        }
    }

    [LoggerMessage(EventId = 1511, Level = LogLevel.Error, Message = "The sink of call {CallId} failed; its audio may be lost")]
    internal partial void LogSinkFailed(CallId callId, Exception exception);

    private void Tick()
    {
        // A timer does not wait for its own callback: a tick that finds the last one running is skipped.
        if (Interlocked.Exchange(ref _ticking, 1) != 0)
        {
            return;
        }

        foreach (RtpSession session in _sessions)
        {
            try
            {
                session.Tick();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogTickFailed(session.CallId, e);
            }
        }

        Volatile.Write(ref _ticking, 0);
    }

    [LoggerMessage(EventId = 1510, Level = LogLevel.Warning, Message = "No pair of ports is free in {PortRange}")]
    private partial void LogPortsExhausted(string portRange);

    [LoggerMessage(EventId = 1512, Level = LogLevel.Error, Message = "The tick of call {CallId} failed")]
    private partial void LogTickFailed(CallId callId, Exception exception);
}
