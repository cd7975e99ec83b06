using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Telephony;

/// <summary>
/// What stands to the right of telephony: it is told of each answered call and gives back where its media and events go.
/// Called on the signalling thread, before the 200 is sent; must not block.
/// </summary>
public interface ICallSink
{
    /// <summary>A call is about to be answered. Null refuses it (503): the console cannot take one more.</summary>
    ICallMediaSink? CallStarted(CallOffer offer);
}

/// <summary>Who calls whom, as the INVITE and its metadata say.</summary>
public sealed record CallOffer
{
    public required CallId CallId { get; init; }
    public required CallSource Source { get; init; }
    public required Party Caller { get; init; }
    public required Party Agent { get; init; }
    public required IReadOnlyList<Lane> Lanes { get; init; }

    /// <summary>Nothing says that <see cref="Lane.Agent"/> is the agent's voice: it is the second of two unknown lines.</summary>
    public bool IsAgentLaneUnknown { get; init; }

    /// <summary>SIP Call-ID header of the dialog.</summary>
    public required string SipCallId { get; init; }

    /// <summary>UTC; position zero of the call's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>True when the INVITE came from the console's own demonstration.</summary>
    public bool IsDemonstration { get; init; }
}

/// <summary>
/// Takes one call's media and events, in the order of the wire. <see cref="OnPayload"/> and <see cref="OnFrame"/> come from a media
/// thread, one at a time for a call; spans are valid during the call only. Nothing here may block or throw.
/// </summary>
public interface ICallMediaSink
{
    /// <summary>A payload as it was received, before anything is decoded; duplicates are already removed, order is the network's.</summary>
    void OnPayload(in MediaPayload payload);

    /// <summary>20 ms of one lane in order, out of the jitter buffer. What never came is simply not handed over.</summary>
    void OnFrame(in AudioFrame frame);

    void OnEvent(CallEvent callEvent);
}

/// <summary>RTP payload as received, placed on the call's clock.</summary>
public readonly ref struct MediaPayload
{
    public required Lane Lane { get; init; }
    public required AudioCodec Codec { get; init; }

    /// <summary>Of the first sample, in samples of 8 kHz since the call's start.</summary>
    public required long PositionSamples { get; init; }

    /// <summary>One byte a sample.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }
}

/// <summary>20 ms of G.711 (160 samples of 8 kHz) in playing order.</summary>
public readonly ref struct AudioFrame
{
    /// <summary>8 kHz × 20 ms.</summary>
    public const int Samples = 160;

    public required Lane Lane { get; init; }
    public required AudioCodec Codec { get; init; }

    /// <inheritdoc cref="MediaPayload.PositionSamples"/>
    public required long PositionSamples { get; init; }

    /// <summary><see cref="Samples"/> bytes.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }
}

/// <summary>What happens to a call besides audio.</summary>
public abstract record CallEvent(DateTimeOffset At);

/// <summary>Hold (all lines inactive or sendonly towards nobody, RFC 3264 §8.4) or resume.</summary>
public sealed record CallHeld(DateTimeOffset At, bool IsHeld) : CallEvent(At);

/// <summary>
/// No audio comes though nobody signalled a hold, and the peer is there all the same (RTCP): an exchange that stops forking for a while;
/// or audio comes again.
/// </summary>
public sealed record CallMediaSilent(DateTimeOffset At, bool IsSilent) : CallEvent(At);

/// <summary>New metadata: names, numbers or lanes changed (RFC 7866 §6.1 snapshot in a re-INVITE or UPDATE).</summary>
public sealed record CallPartiesChanged(DateTimeOffset At, Party Caller, Party Agent, IReadOnlyList<Lane> Lanes) : CallEvent(At)
{
    /// <inheritdoc cref="CallOffer.IsAgentLaneUnknown"/>
    public bool IsAgentLaneUnknown { get; init; }
}

/// <summary>A key, from RFC 4733 events or INFO. Told once, at its beginning.</summary>
/// <param name="Key">0-9, *, #, A-D.</param>
public sealed record CallKeyPressed(DateTimeOffset At, Lane Lane, char Key) : CallEvent(At);

/// <summary>The recording client asks to pause or resume recording (SIPREC: a=inactive by the SRC for privacy, or INFO).</summary>
public sealed record CallRecordingPaused(DateTimeOffset At, bool IsPaused) : CallEvent(At);

/// <summary>Last event of a call; nothing comes after it.</summary>
public sealed record CallHungUp(DateTimeOffset At, CallEndReason Reason) : CallEvent(At);
