using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Recordings;

/// <summary>Opens the recording of each call. Called on the signalling thread: must not block.</summary>
internal interface ICallRecordings
{
    /// <summary>Never throws for a disk that refuses: the recording is then failed, says so, and swallows what it is given.</summary>
    ICallRecording Open(CallOffer offer);
}

/// <summary>One call's recording as telephony fills it. Must not block or throw.</summary>
internal interface ICallRecording
{
    /// <summary>On the call's media thread, one at a time; the payload's bytes are valid during the call only.</summary>
    void Write(in MediaPayload payload);

    /// <summary>Once, last, after every <see cref="Write"/>; later payloads are ignored.</summary>
    void Close(CallEndReason reason, DateTimeOffset endedAt);
}
