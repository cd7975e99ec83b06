using System.Net;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Transport;

/// <summary>Sends bytes to peers. Never throws, never blocks on the network; a failed send is counted. Thread-safe.</summary>
internal interface ISipTransport
{
    /// <summary>Port of UDP and of the TCP listener.</summary>
    int Port { get; }

    void Send(SipPeer to, ReadOnlyMemory<byte> message);
}

/// <summary>Takes what the transport reads. The transport reads on from that peer when the task is complete.</summary>
internal interface ISipReceiver
{
    /// <param name="message">Null when nothing of it could be read.</param>
    /// <param name="fault"><see cref="SipFault.None"/> for a whole message.</param>
    ValueTask ReceiveAsync(SipPeer from, SipMessage? message, SipFault fault);
}
