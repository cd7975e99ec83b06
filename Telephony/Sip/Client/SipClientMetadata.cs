using System.Net;
using System.Security.Cryptography;
using System.Text;
using Supervision.Shared.Calls;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Sip.Client;

/// <summary>Recording metadata of one placed session; its ids stay the same over all snapshots (RFC 7865 §6.13). Used on the signalling queue only.</summary>
internal sealed class SipClientMetadata(IPAddress host, Party caller, Party agent)
{
    private readonly string _session = NewId();
    private readonly string[] _ids = [NewId(), NewId(), NewId(), NewId()];
    private Party _caller = caller;
    private Party _agent = agent;

    internal void Change(Party newCaller, Party newAgent) => (_caller, _agent) = (newCaller, newAgent);

    internal byte[] Write() => MetadataWriter.Write(
        new RecordedParty(_ids[0], _ids[1], SipRecInvite.CallerLabel, Aor(_caller), _caller),
        new RecordedParty(_ids[2], _ids[3], SipRecInvite.AgentLabel, Aor(_agent), _agent),
        _session);

    /// <summary>Description and metadata in one body (RFC 7866 §9).</summary>
    internal byte[] WriteWith(byte[] description, out string contentType)
    {
        string boundary = "supervision-" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        contentType = $"multipart/mixed;boundary={boundary}";
        var head = Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Type: {MediaType.Sdp}\r\n\r\n");
        var middle = Encoding.ASCII.GetBytes(
            $"\r\n--{boundary}\r\nContent-Type: {MediaType.Metadata}\r\nContent-Disposition: recording-session\r\n\r\n");
        return [.. head, .. description, .. middle, .. Write(), .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")];
    }

    private string Aor(Party party) => party.Number is { } number
        ? $"sip:{SipText.EscapeUser(number)}@{SipWriter.Host(host)}"
        : "sip:anonymous@anonymous.invalid";

    private static string NewId() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
}
