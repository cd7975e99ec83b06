using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>Client transaction of BYE, INFO, UPDATE, CANCEL (RFC 3261 §17.1.2).</summary>
internal sealed class NonInviteClientTransaction(SipStack stack, SipRequest request, Action<SipMessage?> onResponse)
    : ClientTransaction(stack, request, onResponse)
{
    private bool _isCompleted;

    internal override void OnResponse(SipMessage response)
    {
        if (_isCompleted || response.StatusCode < 200)
        {
            return;
        }

        _isCompleted = true;
        // Timer K.
        EndAfter(Peer.IsReliable ? TimeSpan.Zero : SipTimers.T4);
        Tell(response);
    }

    protected override TimeSpan NextInterval(TimeSpan last) => last * 2 < SipTimers.T2 ? last * 2 : SipTimers.T2;
}
