namespace Supervision.Telephony.Rtp;

/// <summary>
/// Counters of one session, written under its lock; the engine sums them. Fields, so that the path of a packet pays one addition each.
/// </summary>
internal sealed class RtpCounters
{
    internal long Packets;
    internal long Bytes;
    internal long Lost;
    internal long Late;
    internal long Duplicates;
    internal long Malformed;
    internal long WrongSource;
    internal long UnknownPayloadTypes;
    internal long NotExpected;
    internal long Unproved;
    internal long SourceChanges;
    internal long Frames;
    internal long ComfortNoise;
    internal long Keys;
    internal long EarlyDropped;
    internal long SlippedSamples;
    internal long Reanchored;
    internal long OverlappedSamples;
    internal long RtcpReceived;
    internal long RtcpMalformed;
    internal long RtcpSent;
    internal long SendFailures;
    internal long SinkFailures;

    internal void Add(RtpCounters other)
    {
        Packets += other.Packets;
        Bytes += other.Bytes;
        Lost += other.Lost;
        Late += other.Late;
        Duplicates += other.Duplicates;
        Malformed += other.Malformed;
        WrongSource += other.WrongSource;
        UnknownPayloadTypes += other.UnknownPayloadTypes;
        NotExpected += other.NotExpected;
        Unproved += other.Unproved;
        SourceChanges += other.SourceChanges;
        Frames += other.Frames;
        ComfortNoise += other.ComfortNoise;
        Keys += other.Keys;
        EarlyDropped += other.EarlyDropped;
        SlippedSamples += other.SlippedSamples;
        Reanchored += other.Reanchored;
        OverlappedSamples += other.OverlappedSamples;
        RtcpReceived += other.RtcpReceived;
        RtcpMalformed += other.RtcpMalformed;
        RtcpSent += other.RtcpSent;
        SendFailures += other.SendFailures;
        SinkFailures += other.SinkFailures;
    }
}
