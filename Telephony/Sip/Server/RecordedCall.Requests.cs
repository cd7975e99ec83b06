using Supervision.Shared.Calls;
using Supervision.Telephony.Sdp;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Sip.Server;

/// <summary>What the peer asks inside the call.</summary>
internal sealed partial class RecordedCall
{
    /// <summary>A request of this dialog; BYE, INVITE, UPDATE, INFO or OPTIONS.</summary>
    internal void OnRequest(ServerTransaction transaction)
    {
        SipMessage request = transaction.Request;
        if (!Dialog.TryAccept(request, transaction.Peer))
        {
            transaction.Respond(500, reason: "Out Of Order");
            return;
        }

        switch (request.Method)
        {
            case SipMethod.Bye:
                OnBye(transaction);
                break;
            case SipMethod.Options:
                _server.AnswerOptions(transaction);
                break;
            case SipMethod.Info:
                OnInfo(transaction);
                break;
            case SipMethod.Update:
            case SipMethod.Invite when transaction is InviteServerTransaction:
                OnModify(transaction);
                break;
            default:
                transaction.Respond(405, writer => writer.Header(SipHeaderName.Allow, SipMethod.Allowed));
                break;
        }
    }

    private void OnBye(ServerTransaction bye)
    {
        if (_phase == Phase.Answered)
        {
            // First, so that whoever reads the 200 finds the call ended.
            End(CallEndReason.Normal);
        }

        bye.Respond(200);
        if (_phase == Phase.Ringing)
        {
            // BYE of an early dialog: the INVITE gets 487 (RFC 3261 §15.1.2).
            Refuse(487, null);
        }
    }

    /// <summary>re-INVITE (RFC 3261 §14.2) and UPDATE (RFC 3311 §5.2): hold, resume, new address, new metadata, refresh.</summary>
    private void OnModify(ServerTransaction transaction)
    {
        SipMessage request = transaction.Request;
        if (_phase != Phase.Answered)
        {
            // The first INVITE is not answered yet.
            transaction.Respond(500, writer => RecordingServer.WriteRetryAfter(writer, 5));
            return;
        }

        if (!SessionTimerTerms.TryNegotiate(request, out SessionTimerTerms? terms))
        {
            transaction.Respond(422, RecordingServer.WriteMinSe);
            return;
        }

        if (!_server.TryReadBody(transaction, out SipBody body, out SdpSession? offer))
        {
            return;
        }

        if (_pendingAck is { WantsAnswer: true } && (offer is not null || request.Method == SipMethod.Invite))
        {
            // Our own offer waits for its answer in the ACK (RFC 3261 §14.2, RFC 3311 §5.2).
            transaction.Respond(491);
            return;
        }

        byte[]? answer = null;
        if (offer is not null && !TryApplyOffer(transaction, offer, out answer))
        {
            return;
        }

        Dialog.RefreshTarget(request);
        (_terms, _phase) = (terms ?? _terms, Phase.Answered);

        // Who asks for a pause may say what it is for as soon as the 200 is there.
        ReportRecordingPreference(offer);
        Accept(transaction, offer, answer);
        _sessionTimer.Restart(_terms);
        AfterChange(body, offer);
    }

    private void Accept(ServerTransaction transaction, SdpSession? offer, byte[]? answer)
    {
        if (transaction is not InviteServerTransaction invite)
        {
            transaction.Respond(200, WriteOkFields, answer is null ? null : MediaType.Sdp, answer);
            return;
        }

        SendOk(invite, answer ?? _media!.Offer(), offer is null);
    }

    /// <summary>488 leaves everything as it was (RFC 3261 §14.2).</summary>
    private bool TryApplyOffer(ServerTransaction transaction, SdpSession offer, out byte[]? answer)
    {
        answer = null;
        IReadOnlyList<SdpLine> lines = SdpNegotiator.Negotiate(offer, MaxLines);
        bool offersAudio = offer.Media.Exists(media => media.Kind == "audio" && media.Port != 0);
        if (offersAudio && !lines.Any(line => line.IsAccepted))
        {
            transaction.Respond(488, _server.WriteWarning);
            return false;
        }

        if (!_media!.TrySettle(lines))
        {
            transaction.Respond(503, writer => RecordingServer.WriteRetryAfter(writer, 5));
            return false;
        }

        answer = _media.Answer(offer);
        return true;
    }

    /// <summary>The answer to our own offer, in an ACK.</summary>
    private bool TryApplyAnswer(SdpSession answer)
    {
        IReadOnlyList<SdpLine> lines = SdpNegotiator.Negotiate(answer, MaxLines);
        if (!lines.Any(line => line.IsAccepted) || !_media!.TrySettle(lines))
        {
            return false;
        }

        AfterChange(new SipBody(), answer);
        return true;
    }

    /// <summary>Lanes, hold and metadata after an offer/answer or a new snapshot; the sink hears of what is new.</summary>
    private void AfterChange(SipBody body, SdpSession? description)
    {
        bool hasMetadata = ReadMetadata(body);
        if (description is null && !hasMetadata)
        {
            return;
        }

        LanePlan plan = Plan();
        _media!.Configure(plan.Lanes);
        LanePlan old = _plan!;
        _plan = plan;
        if (old.Caller != plan.Caller || old.Agent != plan.Agent || old.IsAgentLaneUnknown != plan.IsAgentLaneUnknown
            || !old.Lanes.SequenceEqual(plan.Lanes))
        {
            Tell(new CallPartiesChanged(_server.Time.GetUtcNow(), plan.Caller, plan.Agent, plan.Lanes) { IsAgentLaneUnknown = plan.IsAgentLaneUnknown });
        }

        ReportHold();
        ReportRecordingPreference(description);
    }

    /// <summary>INFO: a key (RFC 2833 relays of exchanges), the recording switch, metadata.</summary>
    private void OnInfo(ServerTransaction info)
    {
        if (!SipBody.TryRead(info.Request, InfoBody.IsKnown, out SipBody body, out int status))
        {
            _server.RefuseBody(info, status);
            return;
        }

        if (InfoBody.IsKnown(body.Type))
        {
            if (!InfoBody.TryKey(body.Bytes.Span, out char key))
            {
                info.Respond(400, reason: "Bad Key");
                return;
            }

            // Nothing says which side pressed it, unless the call has one line only.
            Shared.Lane lane = _plan is { Lanes.Count: 1 } ? _plan.Lanes[0] : Shared.Lane.Mixed;
            info.Respond(200);
            Tell(new CallKeyPressed(_server.Time.GetUtcNow(), lane, key));
            return;
        }

        SetRecordingPaused(!InfoBody.IsRecordingWanted(info.Request));
        info.Respond(200);
        AfterChange(body, null);
    }

    /// <summary>True when there was metadata and it could be read. What cannot be read is counted and leaves the last state.</summary>
    private bool ReadMetadata(SipBody body)
    {
        if (body.Metadata is not { } bytes)
        {
            return false;
        }

        if (!MetadataParser.TryParse(bytes.Span, out RecordingMetadata? metadata))
        {
            SipCounters.Count(ref _server.Counters.BadMetadata);
            return false;
        }

        _metadata = _metadata is null ? metadata : _metadata.Apply(metadata);
        return true;
    }

    private void ReportHold()
    {
        bool isHeld = _media!.IsHeld;
        if (isHeld != _isHeld)
        {
            _isHeld = isHeld;
            Tell(new CallHeld(_server.Time.GetUtcNow(), isHeld));
        }
    }

    /// <summary>a=recordpref of a recording-aware device (RFC 7866 §6.2).</summary>
    private void ReportRecordingPreference(SdpSession? description) => SetRecordingPaused(description?.RecordPreference switch
    {
        "off" or "pause" => true,
        "on" => false,
        _ => null,
    });

    private void SetRecordingPaused(bool? isPaused)
    {
        if (isPaused is { } value && value != _isRecordingPaused)
        {
            _isRecordingPaused = value;
            Tell(new CallRecordingPaused(_server.Time.GetUtcNow(), value));
        }
    }

    private void RefreshSession(SessionTimerTerms terms)
    {
        SipRequest update = Dialog.Create(SipMethod.Update, writer => writer
            .Header(SipHeaderName.Supported, RecordingServer.Supported)
            // As the client of this request we are its uac (RFC 4028 §7.4).
            .Header(SipHeaderName.SessionExpires, $"{(long)terms.Interval.TotalSeconds};refresher=uac"));
        _server.Stack.Send(update, response =>
        {
            if (_phase != Phase.Answered)
            {
                return;
            }

            // Nobody there, or the peer has lost the dialog (RFC 4028 §10, RFC 3261 §12.2.1.2).
            if (response is null || response.StatusCode is 408 or 481)
            {
                HangUp(CallEndReason.MediaLost);
            }
            else if (response.StatusCode is >= 200 and < 300)
            {
                _sessionTimer.Restart(terms);
            }
            else
            {
                _sessionTimer.AskAgain(terms);
            }
        });
    }

    private void Tell(CallEvent callEvent) => _server.Tell(_sink!, callEvent);
}
