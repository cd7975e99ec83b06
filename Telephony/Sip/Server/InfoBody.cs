using System.Text;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Server;

/// <summary>What exchanges put into INFO: keys and the recording switch. Pure.</summary>
internal static class InfoBody
{
    internal const string DtmfRelay = "application/dtmf-relay";
    internal const string Dtmf = "application/dtmf";

    internal static bool IsKnown(string type) => type is DtmfRelay or Dtmf;

    /// <summary>The key of a body of either type: <c>Signal=5</c>, or the key alone. False when there is none.</summary>
    internal static bool TryKey(ReadOnlySpan<byte> body, out char key)
    {
        key = '\0';
        foreach (string line in Encoding.Latin1.GetString(body).Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? "Signal" : line[..equals].Trim();
            string value = line[(equals + 1)..].Trim();
            if (value.Length > 0 && name.Equals("Signal", StringComparison.OrdinalIgnoreCase))
            {
                return TryKey(value, out key);
            }
        }

        return false;
    }

    /// <summary>
    /// The Record header of INFO (Snom, Yealink and others): on and resume go on, off and pause stop. Null without it or with any
    /// other word.
    /// </summary>
    internal static bool? IsRecordingWanted(SipMessage info) => info.Headers[SipHeaderName.Record]?.Trim().ToLowerInvariant() switch
    {
        "on" or "resume" => true,
        "off" or "pause" => false,
        _ => null,
    };

    private static bool TryKey(string value, out char key)
    {
        // Numbers of RFC 4733 §3.2: 10 = *, 11 = #, 12 to 15 = A to D.
        string name = value.ToUpperInvariant() switch
        {
            "10" => "*",
            "11" => "#",
            "12" => "A",
            "13" => "B",
            "14" => "C",
            "15" => "D",
            var other => other,
        };
        key = name[0];
        return name.Length == 1 && "0123456789*#ABCD".Contains(key, StringComparison.Ordinal);
    }
}
