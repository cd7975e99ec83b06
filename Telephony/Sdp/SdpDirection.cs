namespace Supervision.Telephony.Sdp;

/// <summary>Direction of a line, as its writer sees it (RFC 8866 §6.7).</summary>
internal enum SdpDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}
