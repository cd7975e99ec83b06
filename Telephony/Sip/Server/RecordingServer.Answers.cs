using System.Net;
using Microsoft.Extensions.Logging;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Media;
using Supervision.Telephony.Sdp;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Sip.Server;

/// <summary>Common answers, and what the sink is told.</summary>
internal sealed partial class RecordingServer
{
    internal static void WriteRetryAfter(SipWriter writer, int? seconds)
    {
        if (seconds is { } value)
        {
            writer.Header(SipHeaderName.RetryAfter, Number(value));
        }
    }

    internal static void WriteMinSe(SipWriter writer) => writer.Header(SipHeaderName.MinSe, Number(SessionTimerTerms.MinSeconds));

    /// <summary>RFC 3261 §20.43: what an offer lacks.</summary>
    internal void WriteWarning(SipWriter writer) =>
        writer.Header(SipHeaderName.Warning, $"305 {SipStack.Product} \"PCMA or PCMU over RTP/AVP at 8000 Hz is needed\"");

    /// <summary>RFC 3261 §11.2.</summary>
    internal void AnswerOptions(ServerTransaction options) => options.Respond(_isStopping ? 503 : 200, writer => writer
        .Header(SipHeaderName.Allow, SipMethod.Allowed)
        .Header(SipHeaderName.Accept, MediaType.Accepted)
        .Header(SipHeaderName.AcceptEncoding, "identity")
        .Header(SipHeaderName.Supported, Supported));

    /// <summary>Body and session description of an INVITE or UPDATE; on false the request is answered.</summary>
    internal bool TryReadBody(ServerTransaction transaction, out SipBody body, out SdpSession? offer)
    {
        offer = null;
        if (!SipBody.TryRead(transaction.Request, _ => false, out body, out int status))
        {
            RefuseBody(transaction, status);
            return false;
        }

        if (body.Sdp is { } bytes && !SdpParser.TryParse(bytes.Span, out offer))
        {
            SipCounters.Count(ref Counters.BadDescriptions);
            transaction.Respond(400, reason: "Bad Session Description");
            return false;
        }

        return true;
    }

    /// <summary>415 says what would be taken (RFC 3261 §21.4.13).</summary>
    internal void RefuseBody(ServerTransaction transaction, int status)
    {
        SipCounters.Count(ref Counters.BadBodies);
        transaction.Respond(status, writer =>
        {
            if (status == 415)
            {
                writer.Header(SipHeaderName.Accept, MediaType.Accepted).Header(SipHeaderName.AcceptEncoding, "identity");
            }
        });
    }

    /// <summary>Parties of a plain call: the caller of the headers, and the one dialled when that is an extension.</summary>
    internal LanePlan PlainPlan(SipMessage invite)
    {
        Party called = CallerIdentity.ToParty(invite.To);
        Party agent = Planner.IsAgentNumber(called.Number) ? called : new Party(null, null);
        return new LanePlan(CallerIdentity.Caller(invite), agent, [Lane.Mixed]);
    }

    internal static CallOffer Describe(RecordedCall call, ServerTransaction invite, LanePlan plan, DateTimeOffset startedAt) => new()
    {
        CallId = call.Id,
        Source = call.IsSipRec ? CallSource.SipRec : CallSource.RecordingLine,
        Caller = plan.Caller,
        Agent = plan.Agent,
        Lanes = plan.Lanes,
        IsAgentLaneUnknown = plan.IsAgentLaneUnknown,
        SipCallId = call.Dialog.CallId,
        StartedAt = startedAt,
        // Anybody could write the header: only the console's own machine is believed.
        IsDemonstration = IPAddress.IsLoopback(invite.Peer.Remote.Address)
            && invite.Request.Headers[SipHeaderName.Demonstration]?.Trim() == "1",
    };

    /// <summary>How an ended recording session was understood: who never finds an agent has a pattern that fits nobody.</summary>
    internal void CountSession(bool hadAgentNumber)
    {
        if (hadAgentNumber)
        {
            Interlocked.Exchange(ref Counters.SessionsSinceAgent, 0);
        }
        else
        {
            SipCounters.Count(ref Counters.SessionsWithoutAgent);
            SipCounters.Count(ref Counters.SessionsSinceAgent);
        }
    }

    /// <summary>Offers the call to the sink; its defect refuses this call and no other.</summary>
    internal ICallMediaSink? Tell(CallOffer offer)
    {
        try
        {
            ICallMediaSink? sink = _sink.CallStarted(offer);
            LogStarted(offer.CallId, offer.Source);
            return sink;
        }
        catch (Exception e)
        {
            SipCounters.Count(ref Counters.InternalErrors);
            LogSinkFault(e);
            return null;
        }
    }

    internal void Tell(ICallMediaSink sink, CallEvent callEvent)
    {
        try
        {
            sink.OnEvent(callEvent);
        }
        catch (Exception e)
        {
            SipCounters.Count(ref Counters.InternalErrors);
            LogSinkFault(e);
        }
    }

    /// <summary>Closes the media, then tells the end to the sink, if it knew the call: nothing comes after it. Never fails.</summary>
    internal async Task CloseAsync(IMediaSession session, ICallMediaSink? sink, CallHungUp? end)
    {
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception e)
        {
            SipCounters.Count(ref Counters.InternalErrors);
            LogSinkFault(e);
        }

        if (sink is not null && end is not null)
        {
            Tell(sink, end);
        }
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Information, Message = "Call {CallId} answered ({Source})")]
    private partial void LogStarted(CallId callId, CallSource source);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Information, Message = "Call {CallId} ended: {Reason}")]
    internal partial void LogEnded(CallId callId, CallEndReason reason);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Error, Message = "What takes the calls failed; signalling goes on")]
    private partial void LogSinkFault(Exception e);
}
