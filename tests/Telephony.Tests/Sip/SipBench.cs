using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Server;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;
using Supervision.Telephony.SipRec;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>
/// The user agent server on a wire made of lists, with a clock that the test moves: all on the test's thread, nothing to wait for.
/// </summary>
internal sealed class SipBench : IDisposable
{
    private readonly SipStack _stack;
    private readonly FakeTransport _transport = new();
    private int _branches;

    internal SipBench(SipSettings? settings = null, SipProtocol protocol = SipProtocol.Udp)
    {
        Peer = new SipPeer(protocol, new IPEndPoint(IPAddress.Loopback, 5090), IPAddress.Loopback, protocol == SipProtocol.Tcp ? 7 : 0);
        _stack = new SipStack(_transport, Time, Counters, NullLogger.Instance);
        var planner = new LanePlanner(new Regex(new AgentsSettings().NumberPattern));
        Server = new RecordingServer(_stack, settings ?? new SipSettings(), planner, Media, Sink, Time, NullLogger.Instance);
    }

    internal ManualTimeProvider Time { get; } = new();

    internal FakeMediaEngine Media { get; } = new();

    internal FakeCallSink Sink { get; } = new();

    internal SipCounters Counters { get; } = new();

    internal RecordingServer Server { get; }

    internal SipStack Stack => _stack;

    internal SipPeer Peer { get; set; }

    /// <summary>What was sent and not yet taken, oldest first.</summary>
    internal Queue<(SipPeer To, WireMessage Message)> Sent => _transport.Sent;

    public void Dispose() => _stack.Dispose();

    /// <summary>Hands text over as one datagram; line ends become CRLF.</summary>
    internal void Receive(string text) => Receive(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

    internal void Receive(byte[] datagram)
    {
        _ = SipParser.TryParse(datagram, out SipMessage? message, out SipFault fault);
        Assert.True(_stack.ReceiveAsync(Peer, message, fault).AsTask().IsCompleted);
    }

    /// <summary>Takes the oldest message sent.</summary>
    internal WireMessage Take() => Sent.Dequeue().Message;

    /// <summary>Takes all that was sent and gives the last.</summary>
    internal WireMessage TakeLast()
    {
        WireMessage last = Take();
        while (Sent.Count > 0)
        {
            last = Take();
        }

        return last;
    }

    internal WireMessage Exchange(string text)
    {
        Sent.Clear();
        Receive(text);
        return TakeLast();
    }

    internal string NewBranch() => string.Create(CultureInfo.InvariantCulture, $"z9hG4bK-test-{++_branches}");

    internal string Request(
        string method, int cseq = 1, string toTag = "", string body = "", string type = "application/sdp", string callId = "call-1", string? branch = null, params string[] headers)
    {
        body = body.ReplaceLineEndings("\r\n");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{method} sip:recorder@127.0.0.1 SIP/2.0\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Via: SIP/2.0/{Peer.ViaTransport} 127.0.0.1:5090;branch={branch ?? NewBranch()};rport\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Max-Forwards: 70\r\nFrom: \"Jeanne\" <sip:0467000001@127.0.0.1>;tag=from\r\n");
        text.Append(CultureInfo.InvariantCulture, $"To: <sip:recorder@127.0.0.1>{(toTag.Length > 0 ? ";tag=" + toTag : "")}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Call-ID: {callId}\r\nCSeq: {cseq} {method}\r\n");
        if (!headers.Any(header => header.StartsWith("Contact:", StringComparison.Ordinal)))
        {
            text.Append("Contact: <sip:peer@127.0.0.1:5090>\r\n");
        }

        foreach (string header in headers)
        {
            text.Append(header).Append("\r\n");
        }

        if (body.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}").ToString();
    }

    /// <summary>A plain call, answered and acknowledged; gives the tag of To.</summary>
    internal string Establish(string callId = "call-1", string direction = "sendrecv")
    {
        WireMessage ok = Exchange(Request("INVITE", body: ScriptedSipPeer.Description([4000], direction), callId: callId));
        Assert.Equal(200, ok.Status);
        Receive(Request("ACK", toTag: ok.ToTag, callId: callId));
        Assert.Empty(Sent);
        return ok.ToTag;
    }

    /// <summary>A recording session of an agent (label 2) and a caller (label 1), answered and acknowledged.</summary>
    internal string EstablishSipRec(string? metadata = null)
    {
        WireMessage ok = Exchange(SipRecInvite(metadata ?? Samples.Metadata));
        Assert.Equal(200, ok.Status);
        Receive(Request("ACK", toTag: ok.ToTag));
        return ok.ToTag;
    }

    internal string SipRecInvite(string metadata, int cseq = 1, string toTag = "", string direction = "sendonly", params string[] headers) => Request(
        "INVITE",
        cseq,
        toTag,
        Samples.Multipart(ScriptedSipPeer.Description([4000, 4002], direction, ["1", "2"]), metadata),
        "multipart/mixed;boundary=\"b 1\"",
        headers: [.. headers, "Require: siprec", "Contact: <sip:src@127.0.0.1:5090>;+sip.src"]);

    private sealed class FakeTransport : ISipTransport
    {
        internal Queue<(SipPeer To, WireMessage Message)> Sent { get; } = new();

        public int Port => 5060;

        public void Send(SipPeer to, ReadOnlyMemory<byte> message) => Sent.Enqueue((to, new WireMessage(Encoding.UTF8.GetString(message.Span))));
    }
}
