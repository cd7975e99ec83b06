namespace Supervision.Telephony;

/// <summary>Counters of signalling since its start, at one moment. Messages, unless it says calls.</summary>
public sealed record TelephonyStatistics
{
    /// <summary>Calls now, ringing ones too.</summary>
    public required int LiveCalls { get; init; }

    /// <summary>TCP connections now.</summary>
    public required int Connections { get; init; }

    public required long CallsAnswered { get; init; }

    /// <summary>Calls refused because the console was full or stopping.</summary>
    public required long CallsRefusedBusy { get; init; }

    /// <summary>Calls refused because their source sets up too many a second.</summary>
    public required long CallsRefusedRate { get; init; }

    /// <summary>Calls refused because no port was free or the console could not take them.</summary>
    public required long CallsRefusedMedia { get; init; }

    /// <summary>Calls refused because they offered nothing that we decode.</summary>
    public required long CallsRefusedOffer { get; init; }

    /// <summary>Ended recording sessions in which no number was an agent's.</summary>
    public required long SessionsWithoutAgent { get; init; }

    /// <summary>Those of them since the last session that had one.</summary>
    public required long SessionsSinceAgent { get; init; }

    public required long Requests { get; init; }

    /// <summary>Requests answered 503 without being remembered: too many of one source, or no room.</summary>
    public required long RequestsRefused { get; init; }

    public required long Responses { get; init; }

    public required long RequestsSent { get; init; }

    public required long ResponsesSent { get; init; }

    /// <summary>Requests that came again.</summary>
    public required long Retransmissions { get; init; }

    public required long KeepAlives { get; init; }

    /// <summary>Messages that are no SIP or broken, by cause.</summary>
    public required IReadOnlyDictionary<string, long> Malformed { get; init; }

    /// <summary>Whole messages whose body, session description or metadata could not be read.</summary>
    public required long BadBodies { get; init; }

    public required long StrayResponses { get; init; }

    public required long StrayAcks { get; init; }

    public required long SendFailures { get; init; }

    public required long ReceiveErrors { get; init; }

    public required long ConnectionsRefused { get; init; }

    /// <summary>Defects met and survived; anything but 0 is a bug.</summary>
    public required long InternalErrors { get; init; }
}
