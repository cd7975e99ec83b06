using System.Globalization;
using Supervision.Shared;

namespace Supervision.Telephony.Sdp;

/// <summary>One m= section that we write. Immutable.</summary>
internal sealed record SdpLocalLine
{
    /// <summary>RFC 3551: 20 ms unless the remote asks otherwise.</summary>
    internal const int DefaultPacketTimeMs = 20;

    internal string Kind { get; init; } = "audio";

    /// <summary>0 refuses.</summary>
    internal required int Port { get; init; }

    internal string Protocol { get; init; } = "RTP/AVP";

    internal required IReadOnlyList<string> Formats { get; init; }

    internal IReadOnlyList<KeyValuePair<byte, AudioCodec>> Codecs { get; init; } = [];

    internal byte? TelephoneEvent { get; init; }

    internal int PacketTimeMs { get; init; } = DefaultPacketTimeMs;

    internal string? Label { get; init; }

    internal SdpDirection Direction { get; init; }

    /// <summary>The answer to a remote line; <paramref name="port"/> is not used when it is refused.</summary>
    internal static SdpLocalLine Answer(SdpLine line, int port) => line.IsAccepted
        ? Create(port, line.Codecs, line.TelephoneEvent, line.Label, line.LocalDirection) with
        {
            Protocol = line.Remote.Protocol,
            PacketTimeMs = line.Remote.PacketTimeMs ?? DefaultPacketTimeMs,
        }
        : new SdpLocalLine { Kind = line.Remote.Kind, Port = 0, Protocol = line.Remote.Protocol, Formats = line.Remote.Formats };

    /// <summary>A line of ours, offered or answered.</summary>
    internal static SdpLocalLine Create(
        int port, IReadOnlyList<KeyValuePair<byte, AudioCodec>> codecs, byte? telephoneEvent, string? label, SdpDirection direction)
    {
        IEnumerable<byte> types = codecs.Select(codec => codec.Key);
        types = telephoneEvent is { } type ? types.Append(type) : types;
        return new SdpLocalLine
        {
            Port = port,
            Formats = [.. types.Select(number => number.ToString(CultureInfo.InvariantCulture))],
            Codecs = codecs,
            TelephoneEvent = telephoneEvent,
            Label = label,
            Direction = direction,
        };
    }
}
