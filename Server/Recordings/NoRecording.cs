using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Recordings;

/// <summary>The recording of a call that is never recorded: there is no file, no header, no number.</summary>
internal sealed class NoRecording : ICallRecording
{
    internal static NoRecording Instance { get; } = new();

    public void Write(in MediaPayload payload)
    {
    }

    public void Close(CallEndReason reason, DateTimeOffset endedAt)
    {
    }
}
