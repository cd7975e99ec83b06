using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Supervision.Shared;
using Supervision.Shared.Audio;

namespace Supervision.Server.Recordings;

/// <summary>
/// Reads one recording, live, ended or crashed, as it stood when it was opened. Not thread-safe: one reader a request.
/// </summary>
internal sealed class RecordingReader : IDisposable
{
    internal const int SamplesPerSecond = 8000;

    /// <summary>125 µs; whole, so that positions and times turn into each other without rounding.</summary>
    internal const long TicksPerSample = TimeSpan.TicksPerSecond / SamplesPerSecond;

    private readonly SafeFileHandle file;
    private readonly byte[] record = new byte[RecordingRecord.MaxBytes];

    private RecordingReader(SafeFileHandle file, RecordingIndex index)
    {
        this.file = file;
        Index = index;
        Lanes = [.. index.Header.Description.Lanes.Union(index.Lanes).Where(Enum.IsDefined).Order()];
    }

    internal RecordingIndex Index { get; }

    /// <summary>Lanes of the call's header and those that hold payload.</summary>
    internal IReadOnlyList<Lane> Lanes { get; }

    internal long DurationSamples => Index.DurationSamples;

    /// <summary>Null when there is no such file or it is no recording.</summary>
    internal static RecordingReader? TryOpen(string path)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        if (RecordingIndex.TryBuild(file, out RecordingIndex? index))
        {
            return new RecordingReader(file, index!);
        }

        file.Dispose();
        return null;
    }

    /// <summary>Writes the lane's samples from <paramref name="from"/> on over <paramref name="pcm"/>; where nothing came it is left alone.</summary>
    internal void ReadPcm(Lane lane, long from, Span<short> pcm)
    {
        foreach (IndexedRecord found in Index.Find(lane, from, from + pcm.Length))
        {
            ReadOnlySpan<byte> body = Load(found);
            while (RecordingRecord.TryTakePayload(ref body, out Lane of, out AudioCodec codec, out uint position, out ReadOnlySpan<byte> bytes))
            {
                long start = Math.Max(from, position);
                long end = Math.Min(from + pcm.Length, position + (long)bytes.Length);
                if (of == lane && start < end)
                {
                    G711.Decode(codec, bytes[(int)(start - position)..(int)(end - position)], pcm[(int)(start - from)..]);
                }
            }
        }
    }

    /// <summary>The lane's payloads as received whose first sample lies in [from, to), in the order of the call's clock.</summary>
    internal IReadOnlyList<RecordedPayload> ReadPayloads(Lane lane, long from, long to)
    {
        var payloads = new List<RecordedPayload>();
        foreach (IndexedRecord found in Index.Find(lane, from, to))
        {
            ReadOnlySpan<byte> body = Load(found);
            while (RecordingRecord.TryTakePayload(ref body, out Lane of, out AudioCodec codec, out uint position, out ReadOnlySpan<byte> bytes))
            {
                if (of == lane && position >= from && position < to)
                {
                    payloads.Add(new RecordedPayload(codec, position, bytes.ToArray()));
                }
            }
        }

        // Stable, so that of two payloads at one place the later one stays the later.
        return [.. payloads.OrderBy(p => p.PositionSamples)];
    }

    /// <summary>The loudest sample of each of <paramref name="buckets"/> equal pieces of the call, 0 to 1, lane by lane.</summary>
    internal RecordingPeaks GetPeaks(int buckets)
    {
        long samples = DurationSamples;
        short[] pcm = ArrayPool<short>.Shared.Rent(SamplesPerSecond);
        var lanes = new List<LanePeaks>();
        foreach (Lane lane in Lanes)
        {
            float[] peaks = new float[buckets];
            for (long second = 0; second < samples; second += SamplesPerSecond)
            {
                Span<short> chunk = pcm.AsSpan(0, (int)Math.Min(SamplesPerSecond, samples - second));
                chunk.Clear();
                ReadPcm(lane, second, chunk);
                Raise(peaks, chunk, second, samples);
            }

            lanes.Add(new LanePeaks(lane, peaks));
        }

        ArrayPool<short>.Shared.Return(pcm);
        return new RecordingPeaks((int)(samples / (SamplesPerSecond / 1000)), lanes);
    }

    public void Dispose() => file.Dispose();

    private static void Raise(float[] peaks, ReadOnlySpan<short> chunk, long from, long samples)
    {
        for (int i = 0; i < chunk.Length; i++)
        {
            ref float peak = ref peaks[(from + i) * peaks.Length / samples];
            peak = Math.Max(peak, Math.Abs((int)chunk[i]) / 32768f);
        }
    }

    private ReadOnlySpan<byte> Load(IndexedRecord found)
    {
        // A recording erased or damaged meanwhile reads as silence.
        int read = RandomAccess.Read(file, record.AsSpan(0, found.Bytes), found.Offset);
        return RecordingRecord.TryRead(record.AsSpan(0, read), out _, out _, out ReadOnlySpan<byte> body) ? body : default;
    }
}
