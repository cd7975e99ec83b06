using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>
/// One request and its answers (RFC 3261 §17.2). It outlives its final answer by 32 s, to absorb copies: by then it keeps its keys and that
/// answer, and the request no longer, unless that made a call. Used on the signalling queue only.
/// </summary>
internal abstract class ServerTransaction(SipStack stack, SipMessage request, SipPeer from)
{
    private readonly SipPeer _destination = SipResponse.Destination(request, from);

    private SipMessage? _request = request;

    /// <summary>Until the final answer; of an INVITE that was accepted, always.</summary>
    internal SipMessage Request => _request ?? throw new InvalidOperationException("The request is answered and forgotten.");

    internal TransactionKey Key { get; } = TransactionKey.Of(request);

    internal MergeKey Merge { get; } = MergeKey.Of(request);

    /// <summary>What it holds between its final answer and its end, in bytes: that answer, and the characters of the keys.</summary>
    internal int RetainedBytes { get; private set; }

    /// <summary>Where the request came from.</summary>
    internal SipPeer Peer { get; } = from;

    /// <summary>Our tag in every answer to a request that had none (RFC 3261 §8.2.6.2).</summary>
    internal string LocalTag { get; } = SipIds.NewTag();

    /// <summary>True while a final answer may still be given.</summary>
    internal bool IsOpen { get; private set; } = true;

    protected SipStack Stack { get; } = stack;

    protected byte[]? LastResponse { get; private set; }

    /// <summary>
    /// Answers. <paramref name="fill"/> adds header fields. A second final answer is ignored. Gives the bytes, so that the owner of
    /// an INVITE can send a 200 again.
    /// </summary>
    internal byte[] Respond(int status, Action<SipWriter>? fill = null, string? contentType = null, byte[]? body = null, string? reason = null)
    {
        if (!IsOpen)
        {
            return LastResponse ?? [];
        }

        SipWriter writer = SipResponse.Begin(Request, Peer, status, LocalTag, reason);
        fill?.Invoke(writer);
        writer.Header(SipHeaderName.Server, SipStack.Product);
        LastResponse = writer.ToBytes(contentType, body ?? []);
        IsOpen = status < 200;
        SendLast();
        if (!IsOpen)
        {
            Forget(status);
        }

        OnSent(status);
        return LastResponse;
    }

    /// <summary>The same request came again.</summary>
    internal abstract void OnRetransmission();

    /// <summary>Sends the 200 of an INVITE once more, or the last answer.</summary>
    internal void SendLast()
    {
        if (LastResponse is not null)
        {
            Stack.SendResponse(_destination, LastResponse);
        }
    }

    protected abstract void OnSent(int status);

    private void Forget(int status)
    {
        if (this is not InviteServerTransaction || status >= 300)
        {
            _request = null;
        }

        int characters = Key.Branch.Length + Key.SentBy.Length + Merge.CallId.Length + Merge.FromTag.Length;
        RetainedBytes = LastResponse!.Length + (characters * sizeof(char));
        Stack.OnRetained(RetainedBytes);
    }
}
