using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Media;
using Supervision.Telephony.Sdp;
using Supervision.Telephony.Sip.Dialogs;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Sip.Server;

/// <summary>
/// The user agent server of the console (RFC 3261 §8.2): SIPREC recording server (RFC 7866 §6.2) and recording line. Checks
/// requests, finds or makes their <see cref="RecordedCall"/>. Used on the signalling queue only, but for <see cref="LiveCalls"/>.
/// </summary>
internal sealed partial class RecordingServer : ISipUser
{
    /// <summary>Extensions that we understand, for Supported and Require.</summary>
    internal const string Supported = "siprec, timer";

    /// <summary>
    /// Requests a second from one source address that belong to no call and begin none: an SBC asks whether we live every few seconds.
    /// </summary>
    internal const int MaxOutsideRequestsPerSecond = 200;

    private static readonly string[] SupportedOptions = Supported.Split(", ");

    private readonly Dictionary<(string CallId, string LocalTag), RecordedCall> _calls = [];
    private readonly HashSet<Task> _closing = [];
    private readonly ICallSink _sink;
    private readonly SetupLimiter _limiter;
    private readonly SetupLimiter _outside;
    private readonly ILogger _logger;
    private readonly IPAddress? _advertised;
    private int _liveCalls;
    private bool _isStopping;

    internal RecordingServer(
        SipStack stack, SipSettings settings, LanePlanner planner, IMediaEngine media, ICallSink sink, TimeProvider time, ILogger logger)
    {
        (Stack, Settings, Planner, Media, _sink, Time, _logger) = (stack, settings, planner, media, sink, time, logger);
        _advertised = settings.PublicAddress.Length > 0 ? IPAddress.Parse(settings.PublicAddress) : null;
        _limiter = new SetupLimiter(settings.MaxSetupsPerSecond, time);
        _outside = new SetupLimiter(MaxOutsideRequestsPerSecond, time);
        stack.Attach(this);
    }

    internal SipStack Stack { get; }

    internal SipCounters Counters => Stack.Counters;

    internal SipSettings Settings { get; }

    internal LanePlanner Planner { get; }

    internal IMediaEngine Media { get; }

    internal TimeProvider Time { get; }

    /// <summary>Any thread.</summary>
    internal int LiveCalls => Volatile.Read(ref _liveCalls);

    public bool IsOfACall(SipMessage request) => Find(request) is not null;

    public bool Admits(SipPeer from) => _outside.TryTake(from.Remote.Address);

    public void OnRequest(ServerTransaction transaction)
    {
        SipMessage request = transaction.Request;
        if (!IsAcceptable(transaction))
        {
            return;
        }

        if (request.ToTag.Length > 0)
        {
            if (Find(request) is { } call)
            {
                call.OnRequest(transaction);
            }
            else
            {
                transaction.Respond(481);
            }
        }
        else if (transaction is InviteServerTransaction invite)
        {
            OnInvite(invite);
        }
        else if (request.Method == SipMethod.Options)
        {
            AnswerOptions(transaction);
        }
        else
        {
            transaction.Respond(481);
        }
    }

    public void OnAck(SipMessage ack, SipPeer from)
    {
        if (Find(ack) is { } call)
        {
            call.OnAck(ack);
        }
        else
        {
            SipCounters.Count(ref Counters.StrayAcks);
        }
    }

    public void OnCancel(InviteServerTransaction invite)
    {
        if (_calls.TryGetValue((invite.Request.CallId, invite.LocalTag), out RecordedCall? call))
        {
            call.Cancel();
        }
    }

    /// <summary>Ends one call with BYE. False when there is no such call.</summary>
    internal bool HangUp(CallId id)
    {
        RecordedCall? call = _calls.Values.FirstOrDefault(candidate => candidate.Id == id);
        call?.HangUp(CallEndReason.Normal);
        return call is not null;
    }

    /// <summary>Refuses new calls from now on and ends all that live. The tasks complete when their media is closed and their BYE answered.</summary>
    internal IReadOnlyList<Task> Stop()
    {
        _isStopping = true;
        foreach (RecordedCall call in _calls.Values.ToArray())
        {
            call.HangUp(CallEndReason.ServerStopped);
        }

        return [.. _closing];
    }

    internal void Forget(RecordedCall call)
    {
        if (_calls.Remove((call.Dialog.CallId, call.Dialog.LocalTag)))
        {
            Interlocked.Decrement(ref _liveCalls);
        }
    }

    /// <summary>Keeps a task, one that never fails, until it is complete, so that <see cref="Stop"/> can wait for it.</summary>
    internal void Track(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            return;
        }

        _closing.Add(task);
        _ = task.ContinueWith(
            done => Stack.Queue.Post(() => _closing.Remove(done)),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    internal void SendBye(SipRequest bye)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stack.Send(bye, _ => answered.TrySetResult());
        Track(answered.Task);
    }

    private RecordedCall? Find(SipMessage request) =>
        _calls.TryGetValue((request.CallId, request.ToTag), out RecordedCall? call) && call.Dialog.RemoteTag == request.FromTag ? call : null;

    /// <summary>Method, Request-URI and extensions (RFC 3261 §8.2.1 to §8.2.2.3).</summary>
    private static bool IsAcceptable(ServerTransaction transaction)
    {
        SipMessage request = transaction.Request;
        if (!SipMethod.IsAllowed(request.Method))
        {
            transaction.Respond(SipMethod.IsKnown(request.Method) ? 405 : 501, writer => writer.Header(SipHeaderName.Allow, SipMethod.Allowed));
            return false;
        }

        if (!SipUri.TryParse(request.RequestUri, out SipUri? uri) || !(uri.IsSip || uri.IsTel))
        {
            transaction.Respond(416);
            return false;
        }

        string[] unsupported = [.. request.Headers.List(SipHeaderName.Require)
            .Where(option => !SupportedOptions.Contains(option, StringComparer.OrdinalIgnoreCase))];
        if (unsupported.Length > 0)
        {
            transaction.Respond(420, writer => writer.Header(SipHeaderName.Unsupported, string.Join(", ", unsupported)));
            return false;
        }

        return true;
    }

    private void OnInvite(InviteServerTransaction invite)
    {
        SipMessage request = invite.Request;
        if (!HasRoom(invite) || !TryReadBody(invite, out SipBody body, out SdpSession? offer))
        {
            return;
        }

        if (!SessionTimerTerms.TryNegotiate(request, out SessionTimerTerms? terms))
        {
            invite.Respond(422, WriteMinSe);
            return;
        }

        bool isSipRec = request.Headers.ListHas(SipHeaderName.Require, "siprec") || body.Metadata is not null
            || request.Contact?.Parameters.Has(SipLocalEnd.SourceFeature) == true;
        if (!isSipRec && !TakesSdp(request))
        {
            invite.Respond(406);
            return;
        }

        if (offer is not null && !SdpNegotiator.Negotiate(offer).Any(line => line.IsAccepted))
        {
            SipCounters.Count(ref Counters.CallsRefusedOffer);
            invite.Respond(488, WriteWarning);
            return;
        }

        var end = SipLocalEnd.For(invite.Peer, _advertised, Stack.Port, isSipRec ? SipLocalEnd.ServerFeature : null);
        if (SipDialog.Serve(request, invite.Peer, invite.LocalTag, end) is not { } dialog)
        {
            invite.Respond(400, reason: "Missing Or Bad Contact");
            return;
        }

        var call = new RecordedCall(this, invite, dialog, end, body, offer, terms) { IsSipRec = isSipRec };
        _calls[(dialog.CallId, dialog.LocalTag)] = call;
        Interlocked.Increment(ref _liveCalls);
        call.Begin();
    }

    /// <summary>503 with Retry-After when stopping, full, or when one source calls too often (RFC 3261 §21.5.4).</summary>
    private bool HasRoom(InviteServerTransaction invite)
    {
        if (!_limiter.TryTake(invite.Peer.Remote.Address))
        {
            SipCounters.Count(ref Counters.CallsRefusedRate);
            invite.Respond(503, writer => WriteRetryAfter(writer, 1));
            return false;
        }

        if (_isStopping || _calls.Count >= Settings.MaxCalls)
        {
            SipCounters.Count(ref Counters.CallsRefusedBusy);
            invite.Respond(503, writer => WriteRetryAfter(writer, 10));
            return false;
        }

        return true;
    }

    /// <summary>False when Accept shuts out every answer that we could give (RFC 3261 §20.1).</summary>
    private static bool TakesSdp(SipMessage request)
    {
        List<string> accept = request.Headers.List(SipHeaderName.Accept);
        return accept.Count == 0 || accept.Exists(value => MediaType.Parse(value).Name is MediaType.Sdp or "application/*" or "*/*");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
