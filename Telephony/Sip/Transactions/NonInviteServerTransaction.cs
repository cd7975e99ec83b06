using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>Server transaction of any other request (RFC 3261 §17.2.2).</summary>
internal sealed class NonInviteServerTransaction(SipStack stack, SipMessage request, SipPeer from) : ServerTransaction(stack, request, from)
{
    internal override void OnRetransmission() => SendLast();

    protected override void OnSent(int status)
    {
        if (status >= 200)
        {
            // Timer J.
            Stack.Timers.Start(Peer.IsReliable ? TimeSpan.Zero : SipTimers.Lifetime, () => Stack.Remove(this));
        }
    }
}
