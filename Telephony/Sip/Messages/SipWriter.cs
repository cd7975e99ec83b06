using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Supervision.Telephony.Sip.Messages;

/// <summary>
/// Writes one message: start line, header fields in the order of the calls, Content-Length, body. Values are Latin-1 header text
/// (<see cref="SipText"/>); a line end inside a value becomes a space, so that nothing received can add a field.
/// </summary>
internal sealed class SipWriter
{
    private readonly StringBuilder _text = new(1024);

    internal static SipWriter Request(string method, string uri)
    {
        var writer = new SipWriter();
        writer._text.Append(method).Append(' ').Append(Clean(uri)).Append(" SIP/2.0\r\n");
        return writer;
    }

    internal static SipWriter Status(int status, string reason)
    {
        var writer = new SipWriter();
        writer._text.Append(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {Clean(reason)}\r\n");
        return writer;
    }

    internal SipWriter Header(string name, string value)
    {
        _text.Append(name).Append(": ").Append(Clean(value)).Append("\r\n");
        return this;
    }

    internal byte[] ToBytes() => ToBytes(null, []);

    /// <summary>Ends the message with <paramref name="body"/> of <paramref name="contentType"/>, or without body when that is null.</summary>
    internal byte[] ToBytes(string? contentType, ReadOnlySpan<byte> body)
    {
        if (contentType is not null)
        {
            Header(SipHeaderName.ContentType, contentType);
        }

        _text.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        byte[] message = new byte[_text.Length + body.Length];
        int head = Encoding.Latin1.GetBytes(_text.ToString(), message);
        body.CopyTo(message.AsSpan(head));
        return message;
    }

    /// <summary>An address as a URI's host part: IPv6 in brackets, IPv4-mapped as IPv4, no scope.</summary>
    internal static string Host(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{new IPAddress(address.GetAddressBytes())}]"
            : address.ToString();
    }

    private static string Clean(string value) => value.AsSpan().IndexOfAny('\r', '\n') < 0 ? value : value.Replace('\r', ' ').Replace('\n', ' ');
}
