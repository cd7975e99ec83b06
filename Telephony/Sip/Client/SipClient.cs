using System.Net;
using Microsoft.Extensions.Logging;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Sdp;
using Supervision.Telephony.Sip.Dialogs;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Sip.Client;

/// <summary>
/// Places calls as a session border controller or an exchange does: recording sessions (RFC 7866 §6.1) and plain calls, hundreds over
/// one local port. For the demonstration, the benchmark and tests. Thread-safe.
/// </summary>
public sealed class SipClient : IAsyncDisposable, ISipUser
{
    private readonly SipClientOptions _options;
    private readonly TimeProvider _time;
    private readonly SipTransport _transport;
    private readonly SipStack _stack;
    private readonly SipCounters _counters = new();
    private readonly Dictionary<(string CallId, string LocalTag), SipClientCall> _calls = [];

    /// <summary>Takes a free local port at once. Throws <see cref="System.Net.Sockets.SocketException"/> when the address is not ours.</summary>
    public SipClient(SipClientOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        (_options, _time) = (options, time);
        bool isTcp = options.Protocol == SipProtocol.Tcp;
        ILogger logger = loggers.CreateLogger("Supervision.Telephony.SipClient");
        _transport = SipTransport.Open(
            new SipTransportOptions { Address = options.LocalAddress, Udp = !isTcp, TcpListen = isTcp }, time, _counters, logger);
        _stack = new SipStack(_transport, time, _counters, logger);
        _stack.Attach(this);
        _transport.Start(_stack);
    }

    /// <summary>Our SIP end point, with the real port.</summary>
    public IPEndPoint LocalEndPoint => new(_options.LocalAddress, _transport.Port);

    internal SipStack Stack => _stack;

    /// <summary>
    /// Places a recording session; completes when it is answered and acknowledged. Throws <see cref="SipRequestFailedException"/> when
    /// it is refused. Cancelling sends CANCEL.
    /// </summary>
    public Task<SipClientCall> InviteAsync(SipRecInvite invite, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invite);
        var offer = new SipClientOffer(new SdpWriter(_time), _options.LocalAddress, invite.Codec, SdpDirection.SendOnly,
            [(SipRecInvite.CallerLabel, invite.CallerRtp), (SipRecInvite.AgentLabel, invite.AgentRtp)]);
        var metadata = new SipClientMetadata(_options.LocalAddress, invite.Caller, invite.Agent);
        return PlaceAsync(invite.Target, "srs", new Party("src", null), offer, metadata, invite.IsDemonstration, cancellationToken);
    }

    /// <summary>Places a plain call; otherwise as the other overload.</summary>
    public Task<SipClientCall> InviteAsync(PlainInvite invite, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invite);
        var offer = new SipClientOffer(new SdpWriter(_time), _options.LocalAddress, invite.Codec, SdpDirection.SendRecv, [(null, invite.Rtp)]);
        return PlaceAsync(invite.Target, invite.Dialled, invite.Caller, offer, null, invite.IsDemonstration, cancellationToken);
    }

    /// <summary>OPTIONS: the status that the target answers. Throws <see cref="SipRequestFailedException"/> with 408 when it does not.</summary>
    public async Task<int> OptionsAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        SipOutgoing outgoing = Outgoing(target, "ping", new Party("src", null), null);
        _stack.Queue.Post(() => _stack.Send(outgoing.Write(SipMethod.Options, null, null, []), response =>
        {
            if (response is null)
            {
                answer.TrySetException(new SipRequestFailedException(408, "No Answer"));
            }
            else if (response.StatusCode >= 200)
            {
                answer.TrySetResult(response.StatusCode);
            }
        }));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Closes the port. Calls that still live are left to the other side: end them first. What waits for an answer fails with 408.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _stack.Queue.WhenRun(() =>
        {
            _stack.AbandonRequests();
            foreach (SipClientCall call in _calls.Values.ToArray())
            {
                call.End();
            }
        });
        await _transport.DisposeAsync();
        _stack.Dispose();
    }

    bool ISipUser.IsOfACall(SipMessage request) => _calls.ContainsKey((request.CallId, request.ToTag));

    /// <summary>Whom we call is our own choice.</summary>
    bool ISipUser.Admits(SipPeer from) => true;

    void ISipUser.OnRequest(ServerTransaction transaction)
    {
        SipMessage request = transaction.Request;
        if (request.Method == SipMethod.Options)
        {
            transaction.Respond(200, writer => writer.Header(SipHeaderName.Allow, SipMethod.Allowed));
        }
        else if (_calls.TryGetValue((request.CallId, request.ToTag), out SipClientCall? call))
        {
            call.OnRequest(transaction);
        }
        else
        {
            transaction.Respond(481);
        }
    }

    void ISipUser.OnAck(SipMessage ack, SipPeer from)
    {
        // We take no INVITE, so nothing waits for an ACK.
    }

    void ISipUser.OnCancel(InviteServerTransaction invite) => invite.Respond(487);

    internal void Add(SipClientCall call) => _calls[(call.SipCallId, call.LocalTag)] = call;

    internal void Remove(SipClientCall call) => _calls.Remove((call.SipCallId, call.LocalTag));

    private Task<SipClientCall> PlaceAsync(
        IPEndPoint target, string dialled, Party from, SipClientOffer offer, SipClientMetadata? metadata, bool isDemonstration, CancellationToken cancellationToken)
    {
        SipOutgoing outgoing = Outgoing(target, dialled, from, metadata is null ? null : SipLocalEnd.SourceFeature);
        var placing = new PlacedInvite(this, outgoing, offer, metadata, isDemonstration);
        _stack.Queue.Post(placing.Send);
        return placing.WaitAsync(cancellationToken);
    }

    private SipOutgoing Outgoing(IPEndPoint target, string dialled, Party from, string? feature)
    {
        var peer = new SipPeer(_options.Protocol, target, _options.LocalAddress);
        return new SipOutgoing(peer, dialled, from, SipLocalEnd.For(peer, null, _transport.Port, feature));
    }
}
