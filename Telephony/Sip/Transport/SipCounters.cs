using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Transport;

/// <summary>Counters of one SIP end. Fields are counted from any thread through <see cref="Count"/>.</summary>
internal sealed class SipCounters
{
#pragma warning disable CA1051 // Fields, because Interlocked takes a reference.
    internal long Requests;
    internal long RequestsRefused;
    internal long Responses;
    internal long Retransmissions;
    internal long RequestsSent;
    internal long ResponsesSent;
    internal long KeepAlives;
    internal long SendFailures;
    internal long ReceiveErrors;
    internal long ConnectionsRefused;
    internal long StrayResponses;
    internal long StrayAcks;
    internal long InternalErrors;
    internal long CallsAnswered;
    internal long CallsRefusedBusy;
    internal long CallsRefusedRate;
    internal long CallsRefusedMedia;
    internal long CallsRefusedOffer;
    internal long SessionsWithoutAgent;
    internal long SessionsSinceAgent;
    internal long BadBodies;
    internal long BadDescriptions;
    internal long BadMetadata;
#pragma warning restore CA1051

    private readonly long[] _faults = new long[Enum.GetValues<SipFault>().Length];

    internal static void Count(ref long counter) => Interlocked.Increment(ref counter);

    internal void Count(SipFault fault)
    {
        if (fault == SipFault.KeepAlive)
        {
            Count(ref KeepAlives);
        }
        else
        {
            Interlocked.Increment(ref _faults[(int)fault]);
        }
    }

    /// <summary>Malformed messages by cause; causes never seen are left out.</summary>
    internal IReadOnlyDictionary<string, long> Malformed()
    {
        var causes = new Dictionary<string, long>();
        foreach (SipFault fault in Enum.GetValues<SipFault>())
        {
            long count = Interlocked.Read(ref _faults[(int)fault]);
            if (count > 0)
            {
                causes[fault.ToString()] = count;
            }
        }

        return causes;
    }
}
