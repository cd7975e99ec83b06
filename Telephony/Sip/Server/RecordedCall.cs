using System.Diagnostics.CodeAnalysis;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Sdp;
using Supervision.Telephony.Sip.Dialogs;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Sip.Server;

/// <summary>
/// One call from its INVITE to its end: dialog, media, parties, timers. Told of by <see cref="RecordingServer"/>; used on the
/// signalling queue only. This part is its life; RecordedCall.Requests.cs is what the peer asks during it,
/// RecordedCall.Media.cs what comes of its media.
/// </summary>
internal sealed partial class RecordedCall
{
    private readonly RecordingServer _server;
    private readonly InviteServerTransaction _invite;
    private readonly SipBody _body;
    private readonly SdpSession? _firstOffer;
    private readonly SipLocalEnd _end;
    private readonly SessionTimer _sessionTimer;
    private CallMedia? _media;
    private ICallMediaSink? _sink;
    private RecordingMetadata? _metadata;
    private LanePlan? _plan;
    private SessionTimerTerms? _terms;
    private SipTimer? _ringing;
    private PendingAck? _pendingAck;
    private Phase _phase = Phase.Ringing;
    private bool _isHeld;
    private bool _isRecordingPaused;
    private bool _hadAgentNumber;

    internal RecordedCall(
        RecordingServer server, InviteServerTransaction invite, SipDialog dialog, SipLocalEnd end, SipBody body, SdpSession? offer, SessionTimerTerms? terms)
    {
        (_server, _invite, Dialog, _end, _body, _firstOffer, _terms) = (server, invite, dialog, end, body, offer, terms);
        Id = CallId.New(server.Time);
        _sessionTimer = new SessionTimer(server.Stack.Timers, () => HangUp(CallEndReason.MediaLost), RefreshSession);
    }

    private enum Phase
    {
        Ringing,
        Answered,
        Ended,
    }

    internal CallId Id { get; }

    internal SipDialog Dialog { get; }

    internal InviteServerTransaction Invite => _invite;

    internal bool IsSipRec { get; init; }

    /// <summary>What the answer to an offer takes: a plain call has one voice line.</summary>
    private int MaxLines => IsSipRec ? SdpNegotiator.MaxAudioLines : 1;

    /// <summary>100, then 180 and the set delay where there is one, then the answer.</summary>
    internal void Begin()
    {
        _invite.Respond(100);
        int delay = _server.Settings.AnswerDelayMs;
        if (delay > 0 || !IsSipRec)
        {
            _invite.Respond(180, writer => WriteDialogFields(writer));
        }

        if (delay > 0)
        {
            _ringing = _server.Stack.Timers.Start(TimeSpan.FromMilliseconds(delay), Answer);
        }
        else
        {
            Answer();
        }
    }

    /// <summary>CANCEL while it rings (RFC 3261 §9.2): nobody was told of the call yet.</summary>
    internal void Cancel()
    {
        if (_phase == Phase.Ringing)
        {
            Refuse(487, null);
        }
    }

    /// <summary>We end the call: BYE, and the sink is told. Before the answer the INVITE is refused.</summary>
    internal void HangUp(CallEndReason reason)
    {
        if (_phase == Phase.Ringing)
        {
            Refuse(503, 5);
        }
        else if (_phase == Phase.Answered)
        {
            string cause = reason == CallEndReason.MediaLost ? "SIP;cause=408;text=\"Media lost\"" : "SIP;cause=200;text=\"Call ended\"";
            SipRequest bye = Dialog.Create(SipMethod.Bye, writer => writer.Header(SipHeaderName.Reason, cause));
            _server.SendBye(bye);
            End(reason);
        }
    }

    /// <summary>ACK of a 2xx; with the answer to our offer when the INVITE had none (RFC 3261 §13.2.2.4).</summary>
    internal void OnAck(SipMessage ack)
    {
        if (_phase != Phase.Answered || _pendingAck is not { } pending || ack.CSeq != pending.CSeq)
        {
            return;
        }

        pending.Timers.ForEach(timer => timer.Stop());
        _pendingAck = null;
        if (!pending.WantsAnswer)
        {
            return;
        }

        if (!SipBody.TryRead(ack, _ => true, out SipBody body, out _) || body.Sdp is not { } bytes
            || !SdpParser.TryParse(bytes.Span, out SdpSession? answer) || !TryApplyAnswer(answer))
        {
            // No way to refuse an ACK: the call cannot go on (RFC 3261 §13.3.1.4 gives BYE for a missing one).
            HangUp(CallEndReason.Cancelled);
        }
    }

    private void Answer()
    {
        try
        {
            DateTimeOffset startedAt = _server.Time.GetUtcNow();
            if (TryOpenMedia(startedAt, out byte[]? description))
            {
                Accept(startedAt, description);
            }
        }
        catch when (_phase == Phase.Ringing)
        {
            // A defect: the caller must not wait, nor the call stay in the table.
            Refuse(500, null);
            throw;
        }
    }

    /// <summary>From the first 200 on the call exists: the sink is told before it leaves.</summary>
    private void Accept(DateTimeOffset startedAt, byte[] description)
    {
        _sink = _server.Tell(RecordingServer.Describe(this, _invite, _plan!, startedAt));
        if (_sink is null)
        {
            SipCounters.Count(ref _server.Counters.CallsRefusedMedia);
            Refuse(503, 5);
            return;
        }

        _phase = Phase.Answered;
        if (_firstOffer is not null)
        {
            _media!.Configure(_plan!.Lanes);
        }

        // Before any media reaches the sink, and before the peer knows that it may send.
        ReportRecordingPreference(_firstOffer);
        _media!.Session.Start(_sink);
        SipCounters.Count(ref _server.Counters.CallsAnswered);
        SendOk(_invite, description, _firstOffer is null);
        _sessionTimer.Restart(_terms);
        ReportHold();
    }

    /// <summary>Ports, lanes and our description; on false the INVITE is refused.</summary>
    private bool TryOpenMedia(DateTimeOffset startedAt, [NotNullWhen(true)] out byte[]? description)
    {
        _media = new CallMedia(
            _server.Media.Open(Id, startedAt, news => _server.Stack.Queue.Post(() => OnMedia(news))),
            Dialog.Peer.Local,
            _end.Address,
            IsSipRec,
            _server.Time);
        bool isOpen = _firstOffer is null || _media.TrySettle(SdpNegotiator.Negotiate(_firstOffer, MaxLines));
        description = !isOpen ? null : _firstOffer is null ? _media.Offer() : _media.Answer(_firstOffer);
        if (description is null)
        {
            SipCounters.Count(ref _server.Counters.CallsRefusedMedia);
            Refuse(503, 5);
            return false;
        }

        ReadMetadata(_body);
        _plan = Plan();
        return true;
    }

    private LanePlan Plan()
    {
        LanePlan plan = IsSipRec ? _server.Planner.Plan(_metadata, _media!.Labels) : _server.PlainPlan(_invite.Request);
        _hadAgentNumber |= plan.HasAgentNumber;
        return plan;
    }

    /// <summary>200 of an INVITE or re-INVITE, again and again until its ACK (RFC 3261 §13.3.1.4).</summary>
    private void SendOk(InviteServerTransaction invite, byte[]? description, bool wantsAnswer)
    {
        _pendingAck?.Timers.ForEach(timer => timer.Stop());
        var pending = new PendingAck(invite.Request.CSeq, wantsAnswer);
        _pendingAck = pending;
        invite.Respond(200, WriteOkFields, SipRec.MediaType.Sdp, description);
        pending.Timers.Add(_server.Stack.Timers.Start(SipTimers.Lifetime, () => HangUp(CallEndReason.Cancelled)));
        RepeatOk(invite, pending, SipTimers.T1);
    }

    private void RepeatOk(InviteServerTransaction invite, PendingAck pending, TimeSpan after) =>
        pending.Timers.Add(_server.Stack.Timers.Start(after, () =>
        {
            if (ReferenceEquals(_pendingAck, pending))
            {
                invite.SendLast();
                RepeatOk(invite, pending, after * 2 < SipTimers.T2 ? after * 2 : SipTimers.T2);
            }
        }));

    private void WriteOkFields(SipWriter writer)
    {
        WriteDialogFields(writer);
        writer.Header(SipHeaderName.Allow, SipMethod.Allowed)
            .Header(SipHeaderName.Supported, RecordingServer.Supported)
            .Header(SipHeaderName.Accept, MediaType.Accepted);
        _terms?.Write(writer);
    }

    /// <summary>Record-Route is copied into what makes a dialog (RFC 3261 §12.1.1).</summary>
    private void WriteDialogFields(SipWriter writer)
    {
        foreach (string route in _invite.Request.Headers.All(SipHeaderName.RecordRoute))
        {
            writer.Header(SipHeaderName.RecordRoute, route);
        }

        writer.Header(SipHeaderName.Contact, Dialog.Contact);
    }

    private void Refuse(int status, int? retryAfterSeconds)
    {
        _phase = Phase.Ended;
        _ringing?.Stop();
        _invite.Respond(status, writer => RecordingServer.WriteRetryAfter(writer, retryAfterSeconds));
        _server.Forget(this);
        if (_media is not null)
        {
            _server.Track(_server.CloseAsync(_media.Session, null, null));
        }
    }

    /// <summary>The last thing of an answered call. The sink hears of it when the media is closed, so that no frame comes after.</summary>
    private void End(CallEndReason reason)
    {
        _phase = Phase.Ended;
        _pendingAck?.Timers.ForEach(timer => timer.Stop());
        _pendingAck = null;
        _sessionTimer.Stop();
        _server.Forget(this);
        _server.LogEnded(Id, reason);
        if (IsSipRec)
        {
            _server.CountSession(_hadAgentNumber);
        }

        _server.Track(_server.CloseAsync(_media!.Session, _sink!, new CallHungUp(_server.Time.GetUtcNow(), reason)));
    }

    /// <summary>A 200 that waits for its ACK.</summary>
    private sealed record PendingAck(uint CSeq, bool WantsAnswer)
    {
        internal List<SipTimer> Timers { get; } = [];
    }
}
