using System.Net;

namespace Supervision.Telephony.Sdp;

/// <summary>A session description (RFC 8866). Filled by <see cref="SdpParser"/>, read-only after it.</summary>
internal sealed class SdpSession
{
    /// <summary>Session c=; see <see cref="SdpMedia.Connection"/>.</summary>
    internal IPAddress? Connection { get; set; }

    /// <summary>Value of t=, which an answer repeats (RFC 3264 §6).</summary>
    internal string Time { get; set; } = "0 0";

    internal SdpDirection? Direction { get; set; }

    /// <summary>Value of a=recordpref at either level (RFC 7866 §6.2): on, off, pause; null when absent.</summary>
    internal string? RecordPreference { get; set; }

    internal List<SdpMedia> Media { get; } = [];

    internal SdpDirection DirectionOf(SdpMedia media) => media.Direction ?? Direction ?? SdpDirection.SendRecv;

    /// <summary>Address of the writer for that line; null when it gave none that is an address.</summary>
    internal IPAddress? AddressOf(SdpMedia media)
    {
        IPAddress? address = media.Connection ?? Connection;
        return address is null || address.Equals(IPAddress.None) ? null : address;
    }
}
