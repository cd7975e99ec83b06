using Supervision.Telephony.Sip.Dialogs;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Sip.Client;

/// <summary>An INVITE on its way: until the answer, the refusal or the CANCEL. Used on the signalling queue but for <see cref="WaitAsync"/>.</summary>
internal sealed class PlacedInvite(
    SipClient client, SipOutgoing outgoing, SipClientOffer offer, SipClientMetadata? metadata, bool isDemonstration)
{
    private readonly TaskCompletionSource<SipClientCall> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipRequest? _request;
    private SipClientCall? _call;
    private bool _isCancelled;
    private bool _hasProvisional;

    internal void Send()
    {
        byte[] body = offer.Write(isHeld: false);
        string contentType = MediaType.Sdp;
        if (metadata is not null)
        {
            body = metadata.WriteWith(body, out contentType);
        }

        _request = outgoing.Write(SipMethod.Invite, WriteFields, contentType, body);
        client.Stack.Send(_request, OnResponse);
    }

    internal async Task<SipClientCall> WaitAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(() => client.Stack.Queue.Post(() => Cancel(cancellationToken)));
        return await _answered.Task;
    }

    private void WriteFields(SipWriter writer)
    {
        writer.Header(SipHeaderName.Allow, SipMethod.Allowed).Header(SipHeaderName.Supported, "siprec");
        if (metadata is not null)
        {
            writer.Header(SipHeaderName.Require, "siprec");
        }

        if (isDemonstration)
        {
            writer.Header(SipHeaderName.Demonstration, "1");
        }
    }

    private void OnResponse(SipMessage? response)
    {
        if (_call is not null && response is not null)
        {
            _call.OnInviteResponse(response);
        }
        else if (response is null)
        {
            _answered.TrySetException(new SipRequestFailedException(408, "No Answer"));
        }
        else if (response.StatusCode < 200)
        {
            _hasProvisional = true;
            SendCancel();
        }
        else if (response.StatusCode < 300)
        {
            OnAnswered(response);
        }
        else
        {
            _answered.TrySetException(new SipRequestFailedException(response.StatusCode, response.Reason));
        }
    }

    private void OnAnswered(SipMessage response)
    {
        if (SipDialog.Establish(response, outgoing.LocalTag, outgoing.End, outgoing.Target) is not { } dialog)
        {
            _answered.TrySetException(new SipRequestFailedException(response.StatusCode, "Answer Without Contact"));
            return;
        }

        _call = new SipClientCall(client, dialog, offer, metadata);
        client.Add(_call);
        bool isUsable = _call.OnFirstAnswer(response);
        if (_isCancelled || !isUsable)
        {
            // The answer crossed our CANCEL (RFC 3261 §9.1), or cannot be used: the call exists and is ended.
            _ = _call.ByeAsync(CancellationToken.None);
            _answered.TrySetException(new SipRequestFailedException(response.StatusCode, "Unusable Answer"));
            return;
        }

        _answered.TrySetResult(_call);
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (_answered.TrySetCanceled(cancellationToken))
        {
            _isCancelled = true;
            SendCancel();
        }
    }

    /// <summary>Not before a provisional answer (RFC 3261 §9.1).</summary>
    private void SendCancel()
    {
        if (_isCancelled && _hasProvisional && _request is { } request)
        {
            _request = null;
            client.Stack.Send(outgoing.WriteCancel(request), _ => { });
        }
    }
}
