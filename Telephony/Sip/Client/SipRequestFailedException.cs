namespace Supervision.Telephony.Sip.Client;

/// <summary>A request of ours was refused, or nobody answered (408).</summary>
public sealed class SipRequestFailedException : Exception
{
    public SipRequestFailedException(int statusCode, string reason)
        : base($"{statusCode} {reason}")
    {
        StatusCode = statusCode;
    }

    public SipRequestFailedException()
    {
    }

    public SipRequestFailedException(string message)
        : base(message)
    {
    }

    public SipRequestFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>300 to 699; 408 also when no answer came at all.</summary>
    public int StatusCode { get; }
}
