using System.Globalization;
using System.Net;
using Supervision.Shared;

namespace Supervision.Telephony.Sdp;

/// <summary>One m= section (RFC 8866 §5.14). Filled by <see cref="SdpParser"/>, read-only after it.</summary>
internal sealed class SdpMedia
{
    /// <summary>audio, video, application…</summary>
    internal required string Kind { get; init; }

    /// <summary>0 = refused or ended (RFC 3264 §5.1, §8.2).</summary>
    internal required int Port { get; init; }

    /// <summary>RTP/AVP, RTP/SAVP…</summary>
    internal required string Protocol { get; init; }

    internal required IReadOnlyList<string> Formats { get; init; }

    /// <summary>The section's own c=; null when the session's counts. A name instead of an address is kept as <see cref="IPAddress.None"/>.</summary>
    internal IPAddress? Connection { get; set; }

    /// <summary>Null when the session's counts.</summary>
    internal SdpDirection? Direction { get; set; }

    /// <summary>Attributes other than directions, in order: name and value.</summary>
    internal List<KeyValuePair<string, string>> Attributes { get; } = [];

    /// <summary>RFC 4574.</summary>
    internal string? Label => Attribute("label");

    internal string? Attribute(string name)
    {
        foreach ((string key, string value) in Attributes)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Milliseconds of a=ptime when it is a usable number.</summary>
    internal int? PacketTimeMs =>
        int.TryParse(Attribute("ptime"), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 10 and <= 200 ? value : null;

    /// <summary>Port and address of a=rtcp (RFC 3605); null when absent or broken.</summary>
    internal (int Port, IPAddress? Address)? Rtcp
    {
        get
        {
            string[] parts = (Attribute("rtcp") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0 || !ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
            {
                return null;
            }

            return (port, parts.Length >= 4 && IPAddress.TryParse(parts[3], out IPAddress? address) ? address : null);
        }
    }

    /// <summary>What a payload type means: its rtpmap, else the static table (RFC 3551 §6). Null when we do not decode it.</summary>
    internal AudioCodec? Codec(byte payloadType)
    {
        string? mapping = Mapping(payloadType);
        if (mapping is null)
        {
            return payloadType switch { 0 => AudioCodec.Pcmu, 8 => AudioCodec.Pcma, _ => null };
        }

        string[] parts = mapping.Split('/');
        bool isTelephone = parts.Length >= 2 && parts[1].Trim() == "8000" && (parts.Length < 3 || parts[2].Trim() is "1" or "");
        return !isTelephone ? null : parts[0].Trim().ToUpperInvariant() switch
        {
            "PCMU" => AudioCodec.Pcmu,
            "PCMA" => AudioCodec.Pcma,
            _ => null,
        };
    }

    /// <summary>RFC 4733 §2.4; only the clock that our lines have.</summary>
    internal bool IsTelephoneEvent(byte payloadType) =>
        Mapping(payloadType) is { } mapping && mapping.StartsWith("telephone-event/8000", StringComparison.OrdinalIgnoreCase);

    private string? Mapping(byte payloadType)
    {
        foreach ((string key, string value) in Attributes)
        {
            int space = value.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && key.Equals("rtpmap", StringComparison.OrdinalIgnoreCase)
                && byte.TryParse(value.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out byte type) && type == payloadType)
            {
                return value[(space + 1)..].Trim();
            }
        }

        return null;
    }
}
