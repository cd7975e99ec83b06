using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace Supervision.Telephony.Sdp;

/// <summary>Bytes to <see cref="SdpSession"/> (RFC 8866 §5). What we do not use is skipped, whatever it holds. Never throws; any thread.</summary>
internal static class SdpParser
{
    /// <summary>More than any exchange offers.</summary>
    internal const int MaxMedia = 32;

    private const int MaxLines = 2000;

    /// <summary>False when it is no session description: no v=0 first, a broken m= or c= line, too much of it.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out SdpSession? session)
    {
        session = null;
        var result = new SdpSession();
        SdpMedia? media = null;
        bool isFirst = true;
        int lines = 0;
        foreach (string raw in Encoding.UTF8.GetString(body).Split('\n', MaxLines + 1))
        {
            string line = raw.TrimEnd('\r', ' ', '\t', '\0');
            if (line.Length == 0)
            {
                continue;
            }

            if (++lines > MaxLines || line.Length < 2 || line[1] != '=')
            {
                return false;
            }

            if (isFirst && line != "v=0")
            {
                return false;
            }

            isFirst = false;
            if (!TryLine(line[0], line[2..].Trim(), result, ref media))
            {
                return false;
            }
        }

        session = isFirst ? null : result;
        return session is not null;
    }

    private static bool TryLine(char type, string value, SdpSession session, ref SdpMedia? media)
    {
        switch (type)
        {
            case 'm':
                if (session.Media.Count >= MaxMedia || !TryMedia(value, out media))
                {
                    return false;
                }

                session.Media.Add(media);
                return true;
            case 'c':
                return TryConnection(value, session, media);
            case 't' when media is null && IsTime(value):
                session.Time = value;
                return true;
            case 'a':
                AddAttribute(value, session, media);
                return true;
            default:
                return true;
        }
    }

    private static bool TryMedia(string value, [NotNullWhen(true)] out SdpMedia? media)
    {
        media = null;
        string[] parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 4)
        {
            return false;
        }

        int slash = parts[1].IndexOf('/', StringComparison.Ordinal);
        string port = slash < 0 ? parts[1] : parts[1][..slash];
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number))
        {
            return false;
        }

        media = new SdpMedia { Kind = parts[0].ToLowerInvariant(), Port = number, Protocol = parts[2], Formats = parts[3..] };
        return true;
    }

    private static bool TryConnection(string value, SdpSession session, SdpMedia? media)
    {
        string[] parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3 || parts[0] != "IN" || parts[1] is not ("IP4" or "IP6"))
        {
            return false;
        }

        // A multicast address may carry a TTL after a slash.
        string host = parts[2].Split('/')[0];
        IPAddress address = IPAddress.TryParse(host, out IPAddress? parsed) ? parsed : IPAddress.None;
        if (media is null)
        {
            session.Connection = address;
        }
        else
        {
            media.Connection = address;
        }

        return true;
    }

    private static void AddAttribute(string value, SdpSession session, SdpMedia? media)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        string name = (colon < 0 ? value : value[..colon]).Trim();
        string text = colon < 0 ? "" : value[(colon + 1)..].Trim();
        SdpDirection? direction = name.ToLowerInvariant() switch
        {
            "sendrecv" => SdpDirection.SendRecv,
            "sendonly" => SdpDirection.SendOnly,
            "recvonly" => SdpDirection.RecvOnly,
            "inactive" => SdpDirection.Inactive,
            _ => null,
        };
        if (name.Equals("recordpref", StringComparison.OrdinalIgnoreCase))
        {
            session.RecordPreference = text.ToLowerInvariant();
        }

        if (media is null)
        {
            session.Direction = direction ?? session.Direction;
        }
        else if (direction is not null)
        {
            media.Direction = direction;
        }
        else
        {
            media.Attributes.Add(new(name, text));
        }
    }

    private static bool IsTime(string value)
    {
        foreach (char c in value)
        {
            if (!char.IsAsciiDigit(c) && c != ' ')
            {
                return false;
            }
        }

        return value.Length is > 0 and < 64;
    }
}
