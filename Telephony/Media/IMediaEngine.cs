using System.Net;
using Supervision.Shared;

namespace Supervision.Telephony.Media;

/// <summary>
/// The seam between signalling (Sip/, Sdp/, SipRec/) and media (Rtp/): signalling says what was negotiated, the engine owns the
/// sockets, the jitter buffers and the call's clock. Thread-safe.
/// </summary>
internal interface IMediaEngine
{
    /// <summary>Opens the media of one call. Its clock starts now.</summary>
    /// <param name="callId">Of the call.</param>
    /// <param name="startedAt">Position zero of its clock.</param>
    /// <param name="onNews">Told of each change, first of the first that is not <see cref="MediaNews.Flowing"/>; from a timer's thread.</param>
    IMediaSession Open(CallId callId, DateTimeOffset startedAt, Action<MediaNews> onNews);
}

/// <summary>What comes of a call that is not on hold.</summary>
internal enum MediaNews
{
    /// <summary>RTP, on one line at least.</summary>
    Flowing,

    /// <summary>No RTP on any line for the idle timeout; RTCP of a line that had some says that the peer is there.</summary>
    Silent,

    /// <summary>Neither RTP nor RTCP for the idle timeout, or no RTP for the silence limit.</summary>
    Lost,
}

/// <summary>Media of one call: up to a few lines. Used by signalling on one thread at a time.</summary>
internal interface IMediaSession : IAsyncDisposable
{
    /// <summary>Binds an even RTP port and the odd RTCP port above it (RFC 3550 §11). False when the range is exhausted.</summary>
    bool TryAddLine(IPAddress local, out IMediaLine line);

    /// <summary>From now on payloads, frames and keys go to <paramref name="sink"/>; what came before is kept for it (bounded).</summary>
    void Start(ICallMediaSink sink);

    /// <summary>On hold nothing is expected, so that the idle timeout rests.</summary>
    void SetHeld(bool isHeld);
}

/// <summary>One m= line's sockets.</summary>
internal interface IMediaLine
{
    /// <summary>Port of RTP on our side; RTCP is one above.</summary>
    int RtpPort { get; }

    /// <summary>(Re)configures the line after an offer/answer; may be called again by a re-INVITE.</summary>
    void Configure(MediaLineSettings settings);
}

/// <summary>What an offer/answer settled for one m= line.</summary>
internal sealed record MediaLineSettings
{
    public required Lane Lane { get; init; }

    /// <summary>Negotiated payload types of audio: static 0 and 8, or dynamic numbers mapped to the same codecs.</summary>
    public required IReadOnlyDictionary<byte, AudioCodec> PayloadTypes { get; init; }

    /// <summary>Payload type of telephone-event/8000; null when not offered.</summary>
    public byte? TelephoneEventPayloadType { get; init; }

    /// <summary>Where the peer says that its media is; what comes from there is preferred. Null when the offer held 0.0.0.0.</summary>
    public IPEndPoint? RemoteRtp { get; init; }

    /// <summary>Where RTCP reports go: c= and port + 1, or a=rtcp (RFC 3605). Null when the offer held 0.0.0.0.</summary>
    public IPEndPoint? RemoteRtcp { get; init; }

    /// <summary>False while the direction forbids the peer to send (inactive, recvonly from its side).</summary>
    public required bool ExpectsMedia { get; init; }
}
