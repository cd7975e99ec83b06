using System.Net;

namespace Supervision.Telephony.Sip.Client;

/// <summary>Where one stream of a call is to be sent, as the answer says.</summary>
/// <param name="Label">Label of the stream (RFC 4574); null for a plain call.</param>
/// <param name="Rtp">Null when the line was refused.</param>
public sealed record SipClientMedia(string? Label, IPEndPoint? Rtp);
