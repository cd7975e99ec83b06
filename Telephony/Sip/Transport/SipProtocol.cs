namespace Supervision.Telephony.Sip.Transport;

/// <summary>What carries SIP.</summary>
public enum SipProtocol : byte
{
    Udp = 1,
    Tcp = 2,
}
