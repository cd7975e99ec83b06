using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Supervision.Shared;

namespace Supervision.Telephony.Sdp;

/// <summary>Chooses what we take of a remote description (RFC 3264 §6): G.711 lines over plain RTP. Pure.</summary>
internal static class SdpNegotiator
{
    /// <summary>Audio lines of one call: two voices; a third is refused, since a recording keeps one track a lane.</summary>
    internal const int MaxAudioLines = 2;

    /// <summary>One <see cref="SdpLine"/> for each m= line, in the same order (RFC 3264 §6).</summary>
    internal static IReadOnlyList<SdpLine> Negotiate(SdpSession remote, int maxAudioLines = MaxAudioLines)
    {
        var lines = new List<SdpLine>(remote.Media.Count);
        int accepted = 0;
        foreach (SdpMedia media in remote.Media)
        {
            SdpLine line = Negotiate(remote, media, accepted < maxAudioLines);
            accepted += line.IsAccepted ? 1 : 0;
            lines.Add(line);
        }

        return lines;
    }

    private static SdpLine Negotiate(SdpSession remote, SdpMedia media, bool hasRoom)
    {
        var codecs = new List<KeyValuePair<byte, AudioCodec>>();
        byte? telephoneEvent = null;
        // 128 payload types exist; a longer list holds nothing more.
        foreach (string format in media.Formats.Take(128))
        {
            if (!byte.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out byte type) || type > 127)
            {
                continue;
            }

            if (media.Codec(type) is { } codec && !codecs.Exists(known => known.Key == type))
            {
                codecs.Add(new(type, codec));
            }
            else if (media.IsTelephoneEvent(type))
            {
                telephoneEvent ??= type;
            }
        }

        // Secured profiles are not ours to answer with a plain one (RFC 3264 §6).
        bool isPlainRtp = media.Protocol.ToUpperInvariant() is "RTP/AVP" or "RTP/AVPF";
        IPAddress? address = remote.AddressOf(media);
        bool isBlackHole = address is not null && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        bool hasAddress = address is not null && !isBlackHole && !IsMulticast(address);
        return new SdpLine
        {
            Remote = media,
            IsAccepted = hasRoom && media.Kind == "audio" && media.Port != 0 && isPlainRtp && codecs.Count > 0,
            Codecs = codecs,
            TelephoneEvent = telephoneEvent,
            RemoteDirection = remote.DirectionOf(media),
            IsBlackHole = isBlackHole,
            RemoteRtp = hasAddress ? new IPEndPoint(address!, media.Port) : null,
            RemoteRtcp = hasAddress ? Rtcp(media, address!) : null,
        };
    }

    /// <summary>RFC 3605, else the port above (RFC 3550 §11).</summary>
    private static IPEndPoint? Rtcp(SdpMedia media, IPAddress address)
    {
        if (media.Rtcp is { } rtcp)
        {
            return new IPEndPoint(rtcp.Address ?? address, rtcp.Port);
        }

        return media.Port is > 0 and < 65535 ? new IPEndPoint(address, media.Port + 1) : null;
    }

    private static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : address.GetAddressBytes()[0] is >= 224 and < 240;
}
