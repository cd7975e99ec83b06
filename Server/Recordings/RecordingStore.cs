using System.Runtime.CompilerServices;
using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>Finds and opens the recordings on the disk; one that was refused is not there, whether or not the disk has let it go.</summary>
internal sealed class RecordingStore(RecordingPaths paths) : IRecordingStore
{
    private const int MaxBuckets = 20_000;

    public bool Exists(CallId id) => File.Exists(paths.FileOf(id)) && !RecordingErasure.IsUnderWay(paths, id);

    public RecordingInfo? GetInfo(CallId id)
    {
        using RecordingReader? reader = TryOpen(id);
        return reader is null
            ? null
            : new RecordingInfo(
                id,
                reader.Index.Header.StartedAt,
                TimeSpan.FromTicks(reader.DurationSamples * RecordingReader.TicksPerSample),
                reader.Lanes,
                reader.Index.End is not null);
    }

    public Stream? OpenWav(CallId id) => TryOpen(id) is { } reader ? new RecordingWavStream(reader) : null;

    public RecordingPeaks? GetPeaks(CallId id, int buckets)
    {
        using RecordingReader? reader = TryOpen(id);
        return reader?.GetPeaks(Math.Clamp(buckets, 1, MaxBuckets));
    }

    public async IAsyncEnumerable<RecordedPayload> ReadLaneAsync(
        CallId id,
        Lane lane,
        TimeSpan from,
        TimeSpan to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using RecordingReader? reader = await Task.Run(() => TryOpen(id), cancellationToken);
        if (reader is null)
        {
            yield break;
        }

        long end = Math.Min(ToSamples(to), reader.Index.LastSample);
        for (long start = ToSamples(from); start < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long next = Math.Min(end, start + RecordingReader.SamplesPerSecond);
            foreach (RecordedPayload payload in reader.ReadPayloads(lane, start, next))
            {
                yield return payload;
            }

            start = next;
        }
    }

    private RecordingReader? TryOpen(CallId id) =>
        RecordingErasure.IsUnderWay(paths, id) ? null : RecordingReader.TryOpen(paths.FileOf(id));

    private static long ToSamples(TimeSpan position) => Math.Max(0, position.Ticks) / RecordingReader.TicksPerSample;
}
