using System.Net;
using Supervision.Shared;
using Supervision.Telephony.Sdp;

namespace Supervision.Telephony.Sip.Client;

/// <summary>Descriptions of one placed call, and the reading of their answers. Used on the signalling queue only.</summary>
internal sealed class SipClientOffer(
    SdpWriter writer, IPAddress local, AudioCodec codec, SdpDirection direction, IReadOnlyList<(string? Label, IPEndPoint Rtp)> lines)
{
    /// <summary>Payload type of telephone-event that everybody uses; any dynamic one would do (RFC 3551 §3).</summary>
    internal const byte TelephoneEvent = 101;

    /// <summary>The offer as it stands, or all lines inactive.</summary>
    internal byte[] Write(bool isHeld) => writer.Write(local, "0 0", lines.Select(line => SdpLocalLine.Create(
        line.Rtp.Port, [new((byte)codec, codec)], TelephoneEvent, line.Label, isHeld ? SdpDirection.Inactive : direction)));

    /// <summary>Where each line is to be sent. False when the answer is no description of these lines (RFC 3264 §6).</summary>
    internal bool TryReadAnswer(ReadOnlySpan<byte> body, out IReadOnlyList<SipClientMedia> media)
    {
        media = [];
        if (!SdpParser.TryParse(body, out SdpSession? answer) || answer.Media.Count != lines.Count)
        {
            return false;
        }

        media = [.. answer.Media.Select((remote, i) => new SipClientMedia(
            lines[i].Label,
            remote.Port > 0 && answer.AddressOf(remote) is { } address ? new IPEndPoint(address, remote.Port) : null))];
        return true;
    }
}
