using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>A request that we sent, until its last answer (RFC 3261 §17.1). Used on the signalling queue only.</summary>
internal abstract class ClientTransaction(SipStack stack, SipRequest request, Action<SipMessage?> onResponse)
{
    private SipTimer? _retransmit;
    private SipTimer? _timeout;

    internal SipRequest Request { get; } = request;

    protected SipStack Stack { get; } = stack;

    protected SipPeer Peer => Request.To;

    internal void Start()
    {
        Stack.SendRequest(Peer, Request.Bytes);
        if (!Peer.IsReliable)
        {
            // Timers A and E.
            Retransmit(SipTimers.T1);
        }

        // Timers B and F.
        _timeout = Stack.Timers.Start(SipTimers.Lifetime, Abandon);
    }

    /// <summary>No answer came, or none will be waited for: the owner is told so.</summary>
    internal void Abandon()
    {
        End();
        onResponse(null);
    }

    internal abstract void OnResponse(SipMessage response);

    /// <summary>Timer A doubles without limit (RFC 3261 §17.1.1.2), timer E up to T2 (§17.1.2.2).</summary>
    protected abstract TimeSpan NextInterval(TimeSpan last);

    protected void Tell(SipMessage response) => onResponse(response);

    protected void StopRetransmitting() => _retransmit?.Stop();

    protected void StopTimeout() => _timeout?.Stop();

    /// <summary>Absorbs late copies for a while, then forgets the transaction.</summary>
    protected void EndAfter(TimeSpan time)
    {
        StopRetransmitting();
        StopTimeout();
        _timeout = Stack.Timers.Start(time, End);
    }

    private void Retransmit(TimeSpan after) => _retransmit = Stack.Timers.Start(after, () =>
    {
        Stack.SendRequest(Peer, Request.Bytes);
        Retransmit(NextInterval(after));
    });

    private void End()
    {
        StopRetransmitting();
        StopTimeout();
        Stack.Remove(this);
    }
}
