using System.Text;
using Supervision.Shared.Calls;
using Supervision.Telephony.Sip.Dialogs;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Sip.Client;

/// <summary>An answered call of a <see cref="SipClient"/>. Thread-safe; one re-INVITE at a time.</summary>
public sealed class SipClientCall
{
    private readonly SipClient _client;
    private readonly SipDialog _dialog;
    private readonly SipClientOffer _offer;
    private readonly SipClientMetadata? _metadata;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<uint, SipRequest> _acks = [];
    private volatile IReadOnlyList<SipClientMedia> _remoteMedia = [];

    internal SipClientCall(SipClient client, SipDialog dialog, SipClientOffer offer, SipClientMetadata? metadata)
    {
        (_client, _dialog, _offer, _metadata) = (client, dialog, offer, metadata);
    }

    /// <summary>Call-ID of the dialog.</summary>
    public string SipCallId => _dialog.CallId;

    /// <summary>Where to send each stream, in the order of the offer.</summary>
    public IReadOnlyList<SipClientMedia> RemoteMedia => _remoteMedia;

    /// <summary>Completes when either side has ended the call.</summary>
    public Task Ended => _ended.Task;

    internal string LocalTag => _dialog.LocalTag;

    /// <summary>re-INVITE with every line inactive (RFC 3264 §8.4).</summary>
    public Task HoldAsync(CancellationToken cancellationToken) => ReInviteAsync(isHeld: true, cancellationToken);

    /// <summary>re-INVITE with the lines as they were offered first.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken) => ReInviteAsync(isHeld: false, cancellationToken);

    /// <summary>A key by INFO.</summary>
    /// <param name="key">0-9, *, #, A-D.</param>
    public Task SendKeyAsync(char key, CancellationToken cancellationToken) =>
        InfoAsync("application/dtmf-relay", Encoding.ASCII.GetBytes($"Signal={key}\r\nDuration=160\r\n"), cancellationToken);

    /// <summary>Asks to stop recording by the Record header of INFO.</summary>
    public Task PauseRecordingAsync(CancellationToken cancellationToken) => RecordAsync("off", cancellationToken);

    /// <summary>Asks to record again by the Record header of INFO.</summary>
    public Task ResumeRecordingAsync(CancellationToken cancellationToken) => RecordAsync("on", cancellationToken);

    /// <summary>INFO with any body.</summary>
    public Task InfoAsync(string contentType, byte[] body, CancellationToken cancellationToken) =>
        RequestAsync(() => _dialog.Create(SipMethod.Info, null, contentType, body), cancellationToken);

    /// <summary>A new snapshot of metadata by UPDATE (RFC 7866 §6.1.2). Of a recording session only.</summary>
    public Task ChangePartiesAsync(Party caller, Party agent, CancellationToken cancellationToken)
    {
        SipClientMetadata metadata = _metadata ?? throw new InvalidOperationException("A plain call has no metadata.");
        return RequestAsync(
            () =>
            {
                metadata.Change(caller, agent);
                return _dialog.Create(
                    SipMethod.Update,
                    writer => writer.Header(SipHeaderName.ContentDisposition, "recording-session"),
                    MediaType.Metadata,
                    metadata.Write());
            },
            cancellationToken);
    }

    /// <summary>Ends the call; completes when the BYE is answered. Nothing happens when it is already over.</summary>
    public async Task ByeAsync(CancellationToken cancellationToken)
    {
        if (_ended.Task.IsCompleted)
        {
            return;
        }

        try
        {
            await RequestAsync(() => _dialog.Create(SipMethod.Bye), cancellationToken);
        }
        catch (SipRequestFailedException)
        {
            // 481 or silence: the other side has no such call any more, which is what was wanted.
        }
        finally
        {
            _client.Stack.Queue.Post(End);
        }
    }

    internal bool OnFirstAnswer(SipMessage response)
    {
        bool isUsable = _offer.TryReadAnswer(response.Body.Span, out IReadOnlyList<SipClientMedia> media);
        _remoteMedia = media;
        OnInviteResponse(response);
        return isUsable;
    }

    /// <summary>A 2xx of one of our INVITEs, the first or a copy: its ACK, the same each time (RFC 3261 §13.2.2.4).</summary>
    internal void OnInviteResponse(SipMessage response)
    {
        if (response.StatusCode is < 200 or >= 300)
        {
            return;
        }

        if (!_acks.TryGetValue(response.CSeq, out SipRequest? ack))
        {
            ack = _dialog.CreateAck(response.CSeq);
            _acks[response.CSeq] = ack;
        }

        _client.Stack.SendRequest(ack.To, ack.Bytes);
    }

    internal void OnRequest(ServerTransaction transaction)
    {
        if (!_dialog.TryAccept(transaction.Request, transaction.Peer))
        {
            transaction.Respond(500);
            return;
        }

        switch (transaction.Request.Method)
        {
            case SipMethod.Bye:
                transaction.Respond(200);
                End();
                break;
            case SipMethod.Update when transaction.Request.Body.IsEmpty:
            case SipMethod.Info:
                transaction.Respond(200, writer => writer.Header(SipHeaderName.Contact, _dialog.Contact));
                break;
            default:
                transaction.Respond(transaction.Request.Method == SipMethod.Invite ? 488 : 405, writer => writer.Header(SipHeaderName.Allow, SipMethod.Allowed));
                break;
        }
    }

    internal void End()
    {
        _client.Remove(this);
        _ended.TrySetResult();
    }

    private Task RecordAsync(string value, CancellationToken cancellationToken) =>
        RequestAsync(() => _dialog.Create(SipMethod.Info, writer => writer.Header(SipHeaderName.Record, value)), cancellationToken);

    private Task ReInviteAsync(bool isHeld, CancellationToken cancellationToken) => RequestAsync(
        () => _dialog.Create(SipMethod.Invite, null, MediaType.Sdp, _offer.Write(isHeld)),
        cancellationToken);

    /// <summary>Sends a request of the dialog and waits for its final answer; other than 2xx is an exception.</summary>
    private Task RequestAsync(Func<SipRequest> create, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.Stack.Queue.Post(() => _client.Stack.Send(create(), response =>
        {
            if (response is null)
            {
                answered.TrySetException(new SipRequestFailedException(408, "No Answer"));
            }
            else if (response.StatusCode >= 300)
            {
                answered.TrySetException(new SipRequestFailedException(response.StatusCode, response.Reason));
            }
            else if (response.StatusCode >= 200)
            {
                OnSuccess(response);
                answered.TrySetResult();
            }
        }));
        return answered.Task.WaitAsync(cancellationToken);
    }

    private void OnSuccess(SipMessage response)
    {
        if (response.Method != SipMethod.Invite)
        {
            return;
        }

        if (_offer.TryReadAnswer(response.Body.Span, out IReadOnlyList<SipClientMedia> media))
        {
            _remoteMedia = media;
        }

        _dialog.RefreshTarget(response);
        OnInviteResponse(response);
    }
}
