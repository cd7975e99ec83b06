using Supervision.Server.Recordings;
using Supervision.Shared;

namespace Supervision.Server.Tests.Web;

/// <summary>Recordings of a thousand known bytes for the calls that are named.</summary>
internal sealed class FakeRecordings : IRecordingStore
{
    internal static byte[] Wav { get; } = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    internal HashSet<CallId> Calls { get; } = [];

    public bool Exists(CallId id) => Calls.Contains(id);

    public RecordingInfo? GetInfo(CallId id) => null;

    public Stream? OpenWav(CallId id) => Exists(id) ? new MemoryStream(Wav, writable: false) : null;

    public RecordingPeaks? GetPeaks(CallId id, int buckets) =>
        Exists(id) ? new RecordingPeaks(1000, [new LanePeaks(Lane.Caller, new float[buckets])]) : null;

    public IAsyncEnumerable<RecordedPayload> ReadLaneAsync(
        CallId id, Lane lane, TimeSpan from, TimeSpan to, CancellationToken cancellationToken) => throw new NotSupportedException();
}
