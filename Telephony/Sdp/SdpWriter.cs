using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Supervision.Shared;

namespace Supervision.Telephony.Sdp;

/// <summary>
/// Writes one side's descriptions of a session. The version of o= goes up by one when, and only when, the rest has changed
/// (RFC 3264 §8). Owned by a dialog.
/// </summary>
internal sealed class SdpWriter(TimeProvider time)
{
    private readonly long _sessionId = time.GetUtcNow().ToUnixTimeMilliseconds();
    private long _version = time.GetUtcNow().ToUnixTimeSeconds();
    private string? _lastRest;

    /// <summary>A description with one section for each element of <paramref name="lines"/>.</summary>
    internal byte[] Write(IPAddress local, string times, IEnumerable<SdpLocalLine> lines)
    {
        string family = local.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4";
        string address = local.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(local.GetAddressBytes()).ToString() : local.ToString();
        var rest = new StringBuilder();
        rest.Append(CultureInfo.InvariantCulture, $"s=-\r\nc=IN {family} {address}\r\nt={times}\r\n");
        foreach (SdpLocalLine line in lines)
        {
            Append(rest, line);
        }

        string text = rest.ToString();
        if (_lastRest is not null && _lastRest != text)
        {
            _version++;
        }

        _lastRest = text;
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"v=0\r\no=- {_sessionId} {_version} IN {family} {address}\r\n{text}"));
    }

    private static void Append(StringBuilder text, SdpLocalLine line)
    {
        text.Append(CultureInfo.InvariantCulture, $"m={line.Kind} {line.Port} {line.Protocol} {string.Join(' ', line.Formats)}\r\n");
        if (line.Port == 0)
        {
            return;
        }

        foreach ((byte type, AudioCodec codec) in line.Codecs)
        {
            string name = codec == AudioCodec.Pcma ? "PCMA" : "PCMU";
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{type} {name}/8000\r\n");
        }

        if (line.TelephoneEvent is { } telephoneEvent)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{telephoneEvent} telephone-event/8000\r\na=fmtp:{telephoneEvent} 0-15\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"a=ptime:{line.PacketTimeMs}\r\n");
        if (line.Label is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=label:{line.Label}\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"a={Name(line.Direction)}\r\n");
    }

    private static string Name(SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => "sendonly",
        SdpDirection.RecvOnly => "recvonly",
        SdpDirection.Inactive => "inactive",
        _ => "sendrecv",
    };
}
