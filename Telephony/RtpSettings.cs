using System.Globalization;
using Supervision.Shared;

namespace Supervision.Telephony;

/// <summary>Section <c>Rtp</c>: the media ports and how long silence of the network is borne.</summary>
public sealed record RtpSettings : ISettingsSection
{
    public static string SectionName => "Rtp";

    /// <summary>First and last UDP port, <c>first-last</c>; even RTP, odd RTCP; at least 4 ports.</summary>
    public string PortRange { get; init; } = "20000-29999";

    /// <summary>
    /// Without RTP and RTCP on any line for so long, a call that is not held ends as media-lost. Seconds, 5 to 3600; RTCP comes every 5 s or
    /// so (RFC 3550 §6.2), and counts on lines whose RTP has come before.
    /// </summary>
    public int IdleTimeoutSeconds { get; init; } = 60;

    /// <summary>
    /// Without RTP for so long, a call that is not held ends as media-lost though RTCP comes: longer than an exchange lets a caller wait,
    /// and a forgotten call ends the same day. Minutes, 1 to 1440.
    /// </summary>
    public int SilenceLimitMinutes { get; init; } = 60;

    /// <summary>The jitter buffer never waits longer for a missing packet. Milliseconds, 20 to 1000.</summary>
    public int MaxJitterMs { get; init; } = 200;

    /// <summary>Parsed <see cref="PortRange"/>; false when it is not a range.</summary>
    public bool TryGetPorts(out int first, out int last)
    {
        string[] parts = PortRange.Split('-');
        last = 0;
        first = 0;
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out last)
            && first is >= 1024 and <= 65532 && last <= 65535 && last - first >= 3;
    }

    public IEnumerable<string> Errors()
    {
        if (!TryGetPorts(out _, out _))
        {
            yield return $"Rtp:PortRange is '{PortRange}'; it must be first-last between 1024 and 65535 with at least 4 ports.";
        }

        if (IdleTimeoutSeconds is < 5 or > 3600)
        {
            yield return $"Rtp:IdleTimeoutSeconds is {IdleTimeoutSeconds}; it must be between 5 and 3600.";
        }

        if (SilenceLimitMinutes is < 1 or > 1440)
        {
            yield return $"Rtp:SilenceLimitMinutes is {SilenceLimitMinutes}; it must be between 1 and 1440.";
        }

        if (MaxJitterMs is < 20 or > 1000)
        {
            yield return $"Rtp:MaxJitterMs is {MaxJitterMs}; it must be between 20 and 1000.";
        }
    }
}
