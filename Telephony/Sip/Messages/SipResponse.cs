using System.Globalization;
using System.Net;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Messages;

/// <summary>Begins an answer to a request with the fields that RFC 3261 §8.2.6 copies, and tells where it goes.</summary>
internal static class SipResponse
{
    /// <summary>
    /// Via of all hops (the top one with received and rport, RFC 3261 §18.2.1, RFC 3581 §4), From, To with
    /// <paramref name="toTag"/> where it has none, Call-ID, CSeq. What the request lacks is left out: the answer may be a 400.
    /// </summary>
    internal static SipWriter Begin(SipMessage request, SipPeer from, int status, string? toTag, string? reason = null)
    {
        SipWriter writer = SipWriter.Status(status, reason ?? SipStatus.Reason(status));
        List<string> vias = request.Headers.List(SipHeaderName.Via);
        for (int i = 0; i < vias.Count; i++)
        {
            writer.Header(SipHeaderName.Via, i == 0 && request.Via is not null ? TopVia(vias[0], request.Via, from) : vias[i]);
        }

        Copy(writer, request, SipHeaderName.From, null);
        Copy(writer, request, SipHeaderName.To, status > 100 && request.ToTag.Length == 0 ? toTag : null);
        Copy(writer, request, SipHeaderName.CallId, null);
        Copy(writer, request, SipHeaderName.CSeq, null);
        return writer;
    }

    /// <summary>
    /// Where answers go: the connection for TCP; for UDP the source address, its port with rport, else the port of sent-by
    /// (RFC 3261 §18.2.2, RFC 3581 §4). maddr is not followed: it would let a request choose whom we send to.
    /// </summary>
    internal static SipPeer Destination(SipMessage request, SipPeer source)
    {
        if (source.Protocol == SipProtocol.Tcp || request.Via is null || request.Via.Parameters.Has("rport"))
        {
            return source;
        }

        int port = request.Via.Port is > 0 ? request.Via.Port.Value : SipPeer.DefaultPort;
        return source with { Remote = new IPEndPoint(source.Remote.Address, port) };
    }

    private static string TopVia(string raw, SipVia via, SipPeer from)
    {
        string source = SipWriter.Host(from.Remote.Address).Trim('[', ']');
        bool wantsPort = via.Parameters.Has("rport");
        bool differs = !IPAddress.TryParse(via.Host, out IPAddress? host) || !host.Equals(IPAddress.Parse(source));
        if (!wantsPort && !differs)
        {
            return raw;
        }

        var result = new System.Text.StringBuilder();
        int semicolon = raw.IndexOf(';', StringComparison.Ordinal);
        result.Append(semicolon < 0 ? raw : raw[..semicolon]);
        foreach (string part in semicolon < 0 ? [] : raw[(semicolon + 1)..].Split(';'))
        {
            string name = part.Split('=')[0].Trim();
            if (!name.Equals("rport", StringComparison.OrdinalIgnoreCase) && !name.Equals("received", StringComparison.OrdinalIgnoreCase))
            {
                result.Append(';').Append(part);
            }
        }

        result.Append(";received=").Append(source);
        if (wantsPort)
        {
            result.Append(CultureInfo.InvariantCulture, $";rport={from.Remote.Port}");
        }

        return result.ToString();
    }

    private static void Copy(SipWriter writer, SipMessage request, string name, string? tag)
    {
        if (request.Headers[name] is { } value)
        {
            writer.Header(name, tag is null ? value : $"{value};tag={tag}");
        }
    }
}
