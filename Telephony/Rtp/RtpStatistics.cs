namespace Supervision.Telephony.Rtp;

/// <summary>What the media engine has counted since its start, at one moment. Part <c>rtp</c> of <c>/health</c>.</summary>
public sealed record RtpStatistics
{
    /// <summary>Calls with open media now.</summary>
    public required int ActiveSessions { get; init; }

    /// <summary>Of these, calls of which only RTCP comes though they are not on hold.</summary>
    public required int SilentSessions { get; init; }

    /// <summary>Lines (m=audio) with bound ports now.</summary>
    public required int ActiveLines { get; init; }

    /// <summary>RTP packets received that parsed, whatever became of them.</summary>
    public required long PacketsReceived { get; init; }

    /// <summary>Payload bytes handed over as received.</summary>
    public required long PayloadBytes { get; init; }

    /// <summary>Packets whose turn passed and which have not come since.</summary>
    public required long PacketsLost { get; init; }

    /// <summary>Packets that came after their turn: recorded, but too late to be played.</summary>
    public required long PacketsLate { get; init; }

    public required long Duplicates { get; init; }

    /// <summary>Datagrams that are no RTP, and audio packets without audio.</summary>
    public required long Malformed { get; init; }

    /// <summary>Packets refused because another source owns the line.</summary>
    public required long WrongSource { get; init; }

    /// <summary>Packets of a payload type that was not negotiated.</summary>
    public required long UnknownPayloadTypes { get; init; }

    /// <summary>Packets that came while the negotiated direction forbade them; not kept.</summary>
    public required long NotExpected { get; init; }

    /// <summary>Packets dropped in the probation of their source (RFC 3550 A.1).</summary>
    public required long Unproved { get; init; }

    /// <summary>Synchronisation sources accepted, the first of each line included.</summary>
    public required long SourceChanges { get; init; }

    /// <summary>Frames of 20 ms handed over.</summary>
    public required long Frames { get; init; }

    /// <summary>Comfort-noise packets (RFC 3389).</summary>
    public required long ComfortNoise { get; init; }

    /// <summary>Keys pressed (RFC 4733).</summary>
    public required long Keys { get; init; }

    /// <summary>Packets before the call was answered that found the keeping-place full.</summary>
    public required long EarlyDropped { get; init; }

    /// <summary>Samples inserted or taken out to follow the call's clock.</summary>
    public required long SlippedSamples { get; init; }

    /// <summary>Timestamp discontinuities after which a lane was put back on the call's clock.</summary>
    public required long Reanchored { get; init; }

    /// <summary>Samples left out because their place was already taken.</summary>
    public required long OverlappedSamples { get; init; }

    public required long RtcpReceived { get; init; }

    public required long RtcpMalformed { get; init; }

    public required long RtcpSent { get; init; }

    /// <summary>RTCP packets that the network refused.</summary>
    public required long SendFailures { get; init; }

    /// <summary>Exceptions out of a call's sink; none is expected.</summary>
    public required long SinkFailures { get; init; }

    /// <summary>Lines refused because no pair of ports was free.</summary>
    public required long PortsExhausted { get; init; }

    internal static RtpStatistics From(RtpCounters counters, int sessions, int silent, int lines, long portsExhausted) => new()
    {
        ActiveSessions = sessions,
        SilentSessions = silent,
        ActiveLines = lines,
        PacketsReceived = counters.Packets,
        PayloadBytes = counters.Bytes,
        PacketsLost = counters.Lost,
        PacketsLate = counters.Late,
        Duplicates = counters.Duplicates,
        Malformed = counters.Malformed,
        WrongSource = counters.WrongSource,
        UnknownPayloadTypes = counters.UnknownPayloadTypes,
        NotExpected = counters.NotExpected,
        Unproved = counters.Unproved,
        SourceChanges = counters.SourceChanges,
        Frames = counters.Frames,
        ComfortNoise = counters.ComfortNoise,
        Keys = counters.Keys,
        EarlyDropped = counters.EarlyDropped,
        SlippedSamples = counters.SlippedSamples,
        Reanchored = counters.Reanchored,
        OverlappedSamples = counters.OverlappedSamples,
        RtcpReceived = counters.RtcpReceived,
        RtcpMalformed = counters.RtcpMalformed,
        RtcpSent = counters.RtcpSent,
        SendFailures = counters.SendFailures,
        SinkFailures = counters.SinkFailures,
        PortsExhausted = portsExhausted,
    };
}
