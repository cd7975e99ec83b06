using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>
/// INVITE client transaction (RFC 3261 §17.1.1, Accepted state of RFC 6026 §7.2). Acknowledges refusals itself; every 2xx, copies
/// too, goes to the owner, who sends the ACK.
/// </summary>
internal sealed class InviteClientTransaction(SipStack stack, SipRequest request, Action<SipMessage?> onResponse)
    : ClientTransaction(stack, request, onResponse)
{
    private byte[]? _ack;
    private bool _isAccepted;

    internal override void OnResponse(SipMessage response)
    {
        if (response.StatusCode < 200)
        {
            if (_ack is null && !_isAccepted)
            {
                // Proceeding: the owner decides how long to wait.
                StopRetransmitting();
                StopTimeout();
                Tell(response);
            }

            return;
        }

        if (response.StatusCode < 300)
        {
            if (!_isAccepted)
            {
                _isAccepted = true;
                // Timer M (RFC 6026 §8.8).
                EndAfter(SipTimers.Lifetime);
            }

            Tell(response);
            return;
        }

        if (_ack is not null)
        {
            Stack.SendRequest(Peer, _ack);
        }
        else if (!_isAccepted)
        {
            _ack = Acknowledgement(response);
            Stack.SendRequest(Peer, _ack);
            // Timer D.
            EndAfter(Peer.IsReliable ? TimeSpan.Zero : SipTimers.Lifetime);
            Tell(response);
        }
    }

    protected override TimeSpan NextInterval(TimeSpan last) => last * 2;

    /// <summary>RFC 3261 §17.1.1.3: the INVITE's own Via and Request-URI, the To of the answer.</summary>
    private byte[] Acknowledgement(SipMessage response)
    {
        SipWriter writer = SipWriter.Request(SipMethod.Ack, Request.Uri)
            .Header(SipHeaderName.Via, Request.Via)
            .Header(SipHeaderName.MaxForwards, "70")
            .Header(SipHeaderName.From, response.Headers[SipHeaderName.From] ?? "")
            .Header(SipHeaderName.To, response.Headers[SipHeaderName.To] ?? "")
            .Header(SipHeaderName.CallId, response.CallId);
        foreach (string route in Request.Routes)
        {
            writer.Header(SipHeaderName.Route, route);
        }

        return writer.Header(SipHeaderName.CSeq, $"{response.CSeq} {SipMethod.Ack}").ToBytes();
    }
}
