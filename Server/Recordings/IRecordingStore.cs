using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>The recordings that are kept, live ones included (up to their last written segment). Thread-safe.</summary>
internal interface IRecordingStore
{
    bool Exists(CallId id);

    /// <summary>Length and lanes; null when there is no recording.</summary>
    RecordingInfo? GetInfo(CallId id);

    /// <summary>A seekable WAV that the caller disposes; null when there is no recording.</summary>
    Stream? OpenWav(CallId id);

    /// <summary>Null when there is no recording.</summary>
    /// <param name="buckets">1 to 20000.</param>
    RecordingPeaks? GetPeaks(CallId id, int buckets);

    /// <summary>Payloads of one lane whose beginning lies in [from, to) of the call's clock, in its order. Empty when there is no recording.</summary>
    IAsyncEnumerable<RecordedPayload> ReadLaneAsync(CallId id, Lane lane, TimeSpan from, TimeSpan to, CancellationToken cancellationToken);
}
