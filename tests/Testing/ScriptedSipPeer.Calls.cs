using System.Globalization;
using System.Text;

namespace Supervision.Testing;

/// <summary>Ready-made messages, for scripts that care about one line only.</summary>
public sealed partial class ScriptedSipPeer
{
    private int _lastBranch;

    /// <summary>Transport, host and port for Via and Contact.</summary>
    public string Host => LocalEndPoint.ToString();

    public string NewBranch() => string.Create(
        CultureInfo.InvariantCulture, $"z9hG4bK-{LocalEndPoint.Port}-{Interlocked.Increment(ref _lastBranch)}");

    /// <summary>A description of one line per port, each with its label when <paramref name="labels"/> has one.</summary>
    public static string Description(int[] ports, string direction = "sendrecv", string[]? labels = null, string address = "127.0.0.1")
    {
        ArgumentNullException.ThrowIfNull(ports);
        string family = address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"v=0\r\no=peer 1 1 IN {family} {address}\r\ns=-\r\nc=IN {family} {address}\r\nt=0 0\r\n");
        for (int i = 0; i < ports.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"m=audio {ports[i]} RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n");
            if (labels is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"a=label:{labels[i]}\r\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"a={direction}\r\n");
        }

        return text.ToString();
    }

    /// <summary>
    /// A request of the dialog <paramref name="callId"/>. <paramref name="headers"/> are whole lines without line ends. Without
    /// <paramref name="branch"/> it is a new transaction.
    /// </summary>
    public string Request(
        string method, string callId, int cseq, string toTag = "", string body = "", string type = "application/sdp", string? branch = null, params string[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(body);
        body = body.ReplaceLineEndings("\r\n");
        string transport = IsTcp ? "TCP" : "UDP";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{method} sip:recorder@127.0.0.1 SIP/2.0\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Via: SIP/2.0/{transport} {Host};branch={branch ?? NewBranch()};rport\r\nMax-Forwards: 70\r\n");
        text.Append(CultureInfo.InvariantCulture, $"From: \"Jeanne\" <sip:0467000001@127.0.0.1>;tag=from-{callId}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"To: <sip:recorder@127.0.0.1>{(toTag.Length > 0 ? ";tag=" + toTag : "")}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Call-ID: {callId}\r\nCSeq: {cseq} {method}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Contact: <sip:peer@{Host}{(IsTcp ? ";transport=tcp" : "")}>\r\n");
        foreach (string header in headers)
        {
            text.Append(header).Append("\r\n");
        }

        if (body.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}").ToString();
    }

    /// <summary>The answer to a request that was heard.</summary>
    public static string Answer(WireMessage request, int status)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"SIP/2.0 {status} Scripted\r\n");
        foreach (string name in new[] { "Via", "From", "To", "Call-ID", "CSeq" })
        {
            foreach (string value in request.Headers(name))
            {
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        return text.Append("Content-Length: 0\r\n\r\n").ToString();
    }
}
