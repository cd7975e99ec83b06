using Microsoft.Extensions.Logging;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>
/// The transaction layer of one SIP end, server or client (RFC 3261 §17): matches what arrives to transactions, absorbs copies,
/// answers what is broken, and gives the rest to its <see cref="ISipUser"/>. All its state is used on <see cref="Queue"/> only.
/// </summary>
internal sealed partial class SipStack : ISipReceiver, IDisposable
{
    /// <summary>Value of Server and User-Agent.</summary>
    internal const string Product = "Supervision";

    /// <summary>
    /// Server transactions at once; beyond, requests outside calls are answered without state. 100,000 fit 3,000 requests a second
    /// over the 32 s that one lives.
    /// </summary>
    internal const int MaxTransactions = 100_000;

    /// <summary>What answered transactions may hold, all together; beyond, as above. 64 MB fit 100,000 of an ordinary 640 bytes.</summary>
    internal const long MaxRetainedBytes = 64L * 1024 * 1024;

    private readonly ISipTransport _transport;
    private readonly ILogger _logger;
    private readonly Dictionary<TransactionKey, ServerTransaction> _servers = [];
    private readonly Dictionary<MergeKey, ServerTransaction> _merges = [];
    private readonly Dictionary<TransactionKey, ClientTransaction> _clients = [];
    private ISipUser? _user;

    internal SipStack(ISipTransport transport, TimeProvider time, SipCounters counters, ILogger logger)
    {
        (_transport, Counters, _logger) = (transport, counters, logger);
        Queue = new SignallingQueue(OnFault);
        Timers = new SipTimers(time, Queue);
    }

    internal SignallingQueue Queue { get; }

    internal SipTimers Timers { get; }

    internal SipCounters Counters { get; }

    internal int Port => _transport.Port;

    /// <summary>Server transactions alive: 0 when every timer has run out.</summary>
    internal int ServerTransactions => _servers.Count;

    internal int ClientTransactions => _clients.Count;

    /// <summary>Held by answered server transactions.</summary>
    internal long RetainedBytes { get; private set; }

    /// <summary>Before the transport starts.</summary>
    internal void Attach(ISipUser user) => _user = user;

    public ValueTask ReceiveAsync(SipPeer from, SipMessage? message, SipFault fault) =>
        new(Queue.WhenRun(() => Receive(from, message, fault)));

    public void Dispose() => Timers.Dispose();

    internal void SendResponse(SipPeer to, ReadOnlyMemory<byte> message)
    {
        SipCounters.Count(ref Counters.ResponsesSent);
        _transport.Send(to, message);
    }

    internal void SendRequest(SipPeer to, ReadOnlyMemory<byte> message)
    {
        SipCounters.Count(ref Counters.RequestsSent);
        _transport.Send(to, message);
    }

    /// <summary>Sends a request other than ACK. <paramref name="onResponse"/> gets null when nobody answers.</summary>
    internal ClientTransaction Send(SipRequest request, Action<SipMessage?> onResponse)
    {
        ClientTransaction transaction = request.Method == SipMethod.Invite
            ? new InviteClientTransaction(this, request, onResponse)
            : new NonInviteClientTransaction(this, request, onResponse);
        _clients[TransactionKey.Of(request)] = transaction;
        transaction.Start();
        return transaction;
    }

    /// <summary>Ends every request of ours, as if nobody had answered: the end closes.</summary>
    internal void AbandonRequests()
    {
        foreach (ClientTransaction transaction in _clients.Values.ToArray())
        {
            transaction.Abandon();
        }
    }

    internal void Remove(ServerTransaction transaction)
    {
        if (!_servers.Remove(transaction.Key))
        {
            return;
        }

        RetainedBytes -= transaction.RetainedBytes;
        if (_merges.TryGetValue(transaction.Merge, out ServerTransaction? first) && ReferenceEquals(first, transaction))
        {
            _merges.Remove(transaction.Merge);
        }
    }

    internal void OnRetained(int bytes) => RetainedBytes += bytes;

    internal void Remove(ClientTransaction transaction) => _clients.Remove(TransactionKey.Of(transaction.Request));

    private void Receive(SipPeer from, SipMessage? message, SipFault fault)
    {
        if (fault != SipFault.None || message is null)
        {
            OnMalformed(from, message, fault);
        }
        else if (!message.IsRequest)
        {
            OnResponse(message);
        }
        else if (message.Method == SipMethod.Ack)
        {
            OnAck(message, from);
        }
        else
        {
            OnRequest(message, from);
        }
    }

    private void OnMalformed(SipPeer from, SipMessage? message, SipFault fault)
    {
        Counters.Count(fault);
        if (fault != SipFault.KeepAlive)
        {
            LogMalformed(fault, from.Protocol);
        }

        // Responses and ACK are never answered (RFC 3261 §17.1.1.3); without a Via an answer has no way back.
        if (message is { IsRequest: true, Via: not null } && message.Method != SipMethod.Ack)
        {
            SipWriter writer = SipResponse.Begin(message, from, fault.Status(), StatelessTag(message), fault.Reason());
            SendResponse(SipResponse.Destination(message, from), writer.Header(SipHeaderName.Server, Product).ToBytes());
        }
    }

    private void OnResponse(SipMessage response)
    {
        SipCounters.Count(ref Counters.Responses);
        // More than one Via: not ours (RFC 3261 §8.1.3.3).
        if (_clients.TryGetValue(TransactionKey.OfResponse(response), out ClientTransaction? transaction)
            && response.Headers.List(SipHeaderName.Via).Count == 1)
        {
            transaction.OnResponse(response);
        }
        else
        {
            SipCounters.Count(ref Counters.StrayResponses);
        }
    }

    private void OnAck(SipMessage ack, SipPeer from)
    {
        SipCounters.Count(ref Counters.Requests);
        if (_servers.TryGetValue(TransactionKey.Of(ack), out ServerTransaction? transaction)
            && transaction is InviteServerTransaction { IsRefused: true } invite)
        {
            invite.OnAck();
        }
        else
        {
            _user!.OnAck(ack, from);
        }
    }

    private void OnRequest(SipMessage request, SipPeer from)
    {
        SipCounters.Count(ref Counters.Requests);
        TransactionKey key = TransactionKey.Of(request);
        if (_servers.TryGetValue(key, out ServerTransaction? known))
        {
            SipCounters.Count(ref Counters.Retransmissions);
            known.OnRetransmission();
            return;
        }

        if (!IsAdmitted(request, from))
        {
            SipCounters.Count(ref Counters.RequestsRefused);
            SipWriter refusal = SipResponse.Begin(request, from, 503, StatelessTag(request)).Header(SipHeaderName.RetryAfter, "5");
            SendResponse(SipResponse.Destination(request, from), refusal.ToBytes());
            return;
        }

        ServerTransaction transaction = request.Method == SipMethod.Invite
            ? new InviteServerTransaction(this, request, from)
            : new NonInviteServerTransaction(this, request, from);
        _servers[key] = transaction;
        if (request.Method == SipMethod.Cancel)
        {
            OnCancel(transaction);
        }
        else if (request.ToTag.Length == 0 && !_merges.TryAdd(MergeKey.Of(request), transaction))
        {
            // The same request over another way (RFC 3261 §8.2.2.2).
            transaction.Respond(482);
        }
        else
        {
            Serve(transaction);
        }
    }

    /// <summary>
    /// Whether a new request is worth remembering: as long as there is room, of which the second half is for calls that live; and, where no
    /// limit of setups holds, no more than the user takes from one source.
    /// </summary>
    private bool IsAdmitted(SipMessage request, SipPeer from)
    {
        bool isOfACall = request.ToTag.Length > 0 && _user!.IsOfACall(request);
        int room = isOfACall ? 2 : 1;
        if (_servers.Count >= room * MaxTransactions || RetainedBytes >= room * MaxRetainedBytes)
        {
            return false;
        }

        return isOfACall
            || request.Method == SipMethod.Invite
            || (request.Method == SipMethod.Cancel && _servers.ContainsKey(TransactionKey.Cancelled(request)))
            || _user!.Admits(from);
    }

    private void Serve(ServerTransaction transaction)
    {
        try
        {
            _user!.OnRequest(transaction);
        }
        catch (Exception e)
        {
            OnFault(e);
            transaction.Respond(500);
        }
    }

    /// <summary>RFC 3261 §9.2.</summary>
    private void OnCancel(ServerTransaction cancel)
    {
        if (!_servers.TryGetValue(TransactionKey.Cancelled(cancel.Request), out ServerTransaction? target))
        {
            cancel.Respond(481);
            return;
        }

        cancel.Respond(200);
        if (target is InviteServerTransaction { IsOpen: true } invite)
        {
            _user!.OnCancel(invite);
        }
    }

    private void OnFault(Exception e)
    {
        SipCounters.Count(ref Counters.InternalErrors);
        LogFault(e);
    }

    /// <summary>The same for each copy of a request, since no transaction remembers it (RFC 3261 §8.2.7).</summary>
    private static string StatelessTag(SipMessage request)
    {
        // FNV-1a, 64 bits.
        ulong hash = 14695981039346656037;
        foreach (char c in string.Concat(request.CallId, request.Via?.Branch, request.Headers[SipHeaderName.CSeq]))
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    [LoggerMessage(EventId = 1000, Level = LogLevel.Debug, Message = "SIP message refused over {Protocol}: {Fault}")]
    private partial void LogMalformed(SipFault fault, SipProtocol protocol);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "A defect in signalling; the message or timer that met it is lost, the rest goes on")]
    private partial void LogFault(Exception e);
}
