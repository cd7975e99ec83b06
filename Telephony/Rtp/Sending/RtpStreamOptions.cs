using System.Net;
using Supervision.Shared;

namespace Supervision.Telephony.Rtp.Sending;

/// <summary>A key pressed by a simulated sender.</summary>
/// <param name="At">Since the stream's start.</param>
/// <param name="Key">0-9, *, #, A-D.</param>
/// <param name="Duration">How long it is held; rounded up to whole packets.</param>
public sealed record RtpKey(TimeSpan At, char Key, TimeSpan Duration);

/// <summary>What one simulated RTP stream plays, and how badly the network treats it.</summary>
public sealed record RtpStreamOptions
{
    /// <summary>G.711, one byte a sample of 8 kHz.</summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }

    public required AudioCodec Codec { get; init; }

    /// <summary>Payload type number; null takes the static one of <see cref="Codec"/>.</summary>
    public byte? PayloadType { get; init; }

    /// <summary>Milliseconds of audio a packet, 10 to 60.</summary>
    public int PtimeMs { get; init; } = 20;

    /// <summary>Plays <see cref="Audio"/> again and again until stopped.</summary>
    public bool Loop { get; init; }

    /// <summary>Own socket, for instance 127.0.0.1:0; null sends through the sender's common one.</summary>
    public IPEndPoint? Local { get; init; }

    /// <summary>Sends no packet whose samples are all quiet; the next one bears the marker (RFC 3551 §4.1).</summary>
    public bool SilenceSuppression { get; init; }

    /// <summary>By how much the sender's clock is fast, in parts per million.</summary>
    public double ClockSkewPpm { get; init; }

    /// <summary>Share of packets that never arrive, 0 to 1.</summary>
    public double LossRate { get; init; }

    /// <summary>Share of packets that arrive twice, 0 to 1.</summary>
    public double DuplicateRate { get; init; }

    /// <summary>Share of packets that one to three later ones overtake, 0 to 1.</summary>
    public double ReorderRate { get; init; }

    /// <summary>Of the random choices, so that a run can be repeated.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Changes source, numbering and timestamps at this time since the start.</summary>
    public TimeSpan? SsrcChangeAt { get; init; }

    /// <summary>Payload type of telephone-event/8000.</summary>
    public byte TelephoneEventPayloadType { get; init; } = 101;

    public IReadOnlyList<RtpKey> Keys { get; init; } = [];
}
