using System.Net;
using Microsoft.Extensions.Logging;
using Supervision.Shared;
using Supervision.Telephony.Media;
using Supervision.Telephony.Rtp;
using Supervision.Telephony.Sip.Server;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony;

/// <summary>
/// The telephony of the console: hears SIP on UDP and TCP, answers recording sessions (RFC 7866) and plain calls to the recording
/// line, and hands each call to its <see cref="ICallSink"/>. Made, started and stopped once by the host; thread-safe.
/// </summary>
public sealed partial class TelephonyServer : IAsyncDisposable, IHealthPart
{
    /// <summary>How long an orderly stop waits for the answers to its BYEs: three of their retransmissions (RFC 3261 §17.1.2.2).</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(4);

    /// <summary>A single session may be a call between two towns; so many in a row are a setting that fits nobody.</summary>
    private const int MaxSessionsWithoutAgent = 5;

    private readonly SipSettings _settings;
    private readonly AgentsSettings _agents;
    private readonly ICallSink _sink;
    private readonly IMediaEngine _media;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SipCounters _counters = new();
    private SipTransport? _transport;
    private SipStack? _stack;
    private RecordingServer? _server;
    private int _isStopped;

    /// <summary>With settings that have no <see cref="ISettingsSection.Errors"/>.</summary>
    public TelephonyServer(
        SipSettings settings, RtpSettings media, AgentsSettings agents, ICallSink sink, TimeProvider time, ILoggerFactory loggers)
        : this(settings, agents, sink, new RtpMediaEngine(media, time, loggers), time, loggers)
    {
    }

    /// <summary>The engine is closed with the server when it can be.</summary>
    internal TelephonyServer(
        SipSettings settings, AgentsSettings agents, ICallSink sink, IMediaEngine media, TimeProvider time, ILoggerFactory loggers)
    {
        (_settings, _agents, _sink, _media, _time) = (settings, agents, sink, media, time);
        _logger = loggers.CreateLogger("Supervision.Telephony.Sip");
    }

    /// <summary>Where SIP is heard, with the real port. Valid after <see cref="StartAsync"/>.</summary>
    public IPEndPoint SipEndPoint => new(IPAddress.Parse(_settings.Address), _transport?.Port ?? _settings.Port);

    /// <summary>Binds the ports and begins to answer. Throws <see cref="System.Net.Sockets.SocketException"/> when a port cannot be had.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _transport = SipTransport.Open(
            new SipTransportOptions
            {
                Address = IPAddress.Parse(_settings.Address),
                Port = _settings.Port,
                MaxMessageBytes = _settings.MaxMessageBytes,
                MaxConnections = _settings.MaxConnections,
                MaxConnectionsPerSource = _settings.MaxConnectionsPerSource,
            },
            _time,
            _counters,
            _logger);
        _stack = new SipStack(_transport, _time, _counters, _logger);
        var planner = new LanePlanner(_agents.AgentNumbers());
        _server = new RecordingServer(_stack, _settings, planner, _media, _sink, _time, _logger);
        _transport.Start(_stack);
        LogListening(_transport.Port);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Refuses new calls, ends those that live with BYE and <see cref="Shared.Calls.CallEndReason.ServerStopped"/>, waits for the
    /// answers at most a few seconds, closes all. Calling it again does nothing.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 1)
        {
            return;
        }

        if (_stack is not null)
        {
            await EndCallsAsync(_stack, cancellationToken);
            await _transport!.DisposeAsync();
            _stack.Dispose();
        }

        if (_media is IAsyncDisposable closable)
        {
            await closable.DisposeAsync();
        }
    }

    /// <summary>Ends a call at the console's wish. False when there is no such live call.</summary>
    public async Task<bool> HangUpAsync(CallId callId, CancellationToken cancellationToken)
    {
        bool found = false;
        if (_stack is not null)
        {
            await _stack.Queue.WhenRun(() => found = _server!.HangUp(callId)).WaitAsync(cancellationToken);
        }

        return found;
    }

    /// <summary>Part <c>rtp</c> of <c>/health</c>.</summary>
    public IHealthPart? Media => _media as IHealthPart;

    public TelephonyStatistics Statistics() => new()
    {
        LiveCalls = _server?.LiveCalls ?? 0,
        Connections = _transport?.Connections ?? 0,
        CallsAnswered = Read(ref _counters.CallsAnswered),
        CallsRefusedBusy = Read(ref _counters.CallsRefusedBusy),
        CallsRefusedRate = Read(ref _counters.CallsRefusedRate),
        CallsRefusedMedia = Read(ref _counters.CallsRefusedMedia),
        CallsRefusedOffer = Read(ref _counters.CallsRefusedOffer),
        SessionsWithoutAgent = Read(ref _counters.SessionsWithoutAgent),
        SessionsSinceAgent = Read(ref _counters.SessionsSinceAgent),
        Requests = Read(ref _counters.Requests),
        RequestsRefused = Read(ref _counters.RequestsRefused),
        Responses = Read(ref _counters.Responses),
        RequestsSent = Read(ref _counters.RequestsSent),
        ResponsesSent = Read(ref _counters.ResponsesSent),
        Retransmissions = Read(ref _counters.Retransmissions),
        KeepAlives = Read(ref _counters.KeepAlives),
        Malformed = _counters.Malformed(),
        BadBodies = Read(ref _counters.BadBodies) + Read(ref _counters.BadDescriptions) + Read(ref _counters.BadMetadata),
        StrayResponses = Read(ref _counters.StrayResponses),
        StrayAcks = Read(ref _counters.StrayAcks),
        SendFailures = Read(ref _counters.SendFailures),
        ReceiveErrors = Read(ref _counters.ReceiveErrors),
        ConnectionsRefused = Read(ref _counters.ConnectionsRefused),
        InternalErrors = Read(ref _counters.InternalErrors),
    };

    /// <summary>Part <c>sip</c> of <c>/health</c>.</summary>
    public PartHealth Report()
    {
        TelephonyStatistics now = Statistics();
        (PartState state, string detail) = now switch
        {
            _ when _transport is null || _isStopped == 1 => (PartState.Failed, "SIP is not heard: the telephony server is not running."),
            _ when !_transport!.IsReading => (PartState.Failed, "SIP is not heard: a reader of its sockets has ended. Restart the console."),
            { LiveCalls: var live } when live >= _settings.MaxCalls => (PartState.Degraded, "All calls are taken (Sip:MaxCalls); new ones are refused."),
            { Connections: var open } when open >= _settings.MaxConnections => (PartState.Degraded, "All TCP connections are taken (Sip:MaxConnections)."),
            { SessionsSinceAgent: >= MaxSessionsWithoutAgent and var sessions } => (
                PartState.Degraded,
                $"In the last {sessions} recording sessions no number matched Agents:NumberPattern: the caller's voice is not known from the agent's, and no tension is measured."),
            _ => (PartState.Ok, $"SIP is heard on UDP and TCP port {SipEndPoint.Port}."),
        };
        return new PartHealth("sip", state, detail, new Dictionary<string, object>
        {
            ["liveCalls"] = now.LiveCalls,
            ["connections"] = now.Connections,
            ["answered"] = now.CallsAnswered,
            ["refused"] = now.CallsRefusedBusy + now.CallsRefusedRate + now.CallsRefusedMedia + now.CallsRefusedOffer,
            ["requestsRefused"] = now.RequestsRefused,
            ["sessionsWithoutAgent"] = now.SessionsWithoutAgent,
            ["malformed"] = now.Malformed.Values.Sum(),
            ["sendFailures"] = now.SendFailures,
            ["internalErrors"] = now.InternalErrors,
        });
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task EndCallsAsync(SipStack stack, CancellationToken cancellationToken)
    {
        IReadOnlyList<Task> closing = [];
        await stack.Queue.WhenRun(() => closing = _server!.Stop());
        try
        {
            await Task.WhenAll(closing).WaitAsync(StopLimit, _time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            LogUnansweredByes(closing.Count(task => !task.IsCompleted));
        }
    }

    private static long Read(ref long counter) => Interlocked.Read(ref counter);

    [LoggerMessage(EventId = 1020, Level = LogLevel.Information, Message = "SIP is heard on UDP and TCP port {Port}")]
    private partial void LogListening(int port);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Warning, Message = "Stopped with {Count} BYEs unanswered")]
    private partial void LogUnansweredByes(int count);
}
