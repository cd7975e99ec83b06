using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>
/// INVITE server transaction (RFC 3261 §17.2.1, with the Accepted state of RFC 6026 §7.1). The 200 is repeated by the owner of the
/// dialog until its ACK (RFC 3261 §13.3.1.4); other final answers are repeated here.
/// </summary>
internal sealed class InviteServerTransaction(SipStack stack, SipMessage request, SipPeer from) : ServerTransaction(stack, request, from)
{
    private SipTimer? _retransmit;
    private SipTimer? _end;
    private State _state = State.Proceeding;

    private enum State
    {
        Proceeding,
        Completed,
        Confirmed,
        Accepted,
    }

    /// <summary>True after a final answer other than 2xx: its ACK belongs here and not to a dialog.</summary>
    internal bool IsRefused => _state is State.Completed or State.Confirmed;

    internal override void OnRetransmission()
    {
        if (_state is State.Proceeding or State.Completed)
        {
            SendLast();
        }
    }

    /// <summary>The ACK of a final answer other than 2xx: it has the branch of the INVITE.</summary>
    internal void OnAck()
    {
        if (_state != State.Completed)
        {
            return;
        }

        _state = State.Confirmed;
        _retransmit?.Stop();
        _end?.Stop();
        // Timer I (RFC 3261 §17.2.1): late copies of the ACK are absorbed.
        _end = Stack.Timers.Start(Peer.IsReliable ? TimeSpan.Zero : SipTimers.T4, End);
    }

    protected override void OnSent(int status)
    {
        if (status < 200)
        {
            return;
        }

        if (status < 300)
        {
            _state = State.Accepted;
            // Timer L (RFC 6026 §8.7).
            _end = Stack.Timers.Start(SipTimers.Lifetime, End);
            return;
        }

        _state = State.Completed;
        if (!Peer.IsReliable)
        {
            Retransmit(SipTimers.T1);
        }

        // Timer H: no ACK came, nothing more can be done.
        _end = Stack.Timers.Start(SipTimers.Lifetime, End);
    }

    /// <summary>Timer G: doubles up to T2.</summary>
    private void Retransmit(TimeSpan after) => _retransmit = Stack.Timers.Start(after, () =>
    {
        SendLast();
        Retransmit(after * 2 < SipTimers.T2 ? after * 2 : SipTimers.T2);
    });

    private void End()
    {
        _retransmit?.Stop();
        Stack.Remove(this);
    }
}
