using Microsoft.Win32.SafeHandles;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Server.Recordings;

/// <summary>
/// What is where in one recording, rebuilt by reading it once: a recording needs no index of its own on the disk, so that none can be
/// wrong. A torn tail is left out; damage in the middle is skipped up to the next good record.
/// </summary>
internal sealed class RecordingIndex
{
    /// <summary>Read at once while scanning; at least two records.</summary>
    private const int WindowBytes = 256 * 1024;

    private readonly List<IndexedRecord> records = [];
    private readonly Dictionary<Lane, LaneIndex> lanes = [];

    private RecordingIndex(RecordingHeader header) => Header = header;

    internal RecordingHeader Header { get; }

    /// <summary>Null when the recording is live or was not closed.</summary>
    internal RecordingEnd? End { get; private set; }

    /// <summary>First byte after the last good record.</summary>
    internal long GoodBytes { get; private set; }

    internal uint NextSequence { get; private set; }

    /// <summary>Bytes in the middle that are no good record.</summary>
    internal long DamagedBytes { get; private set; }

    /// <summary>First sample after the last payload, over all lanes.</summary>
    internal long LastSample { get; private set; }

    /// <summary>Lanes that hold payload.</summary>
    internal IReadOnlyCollection<Lane> Lanes => lanes.Keys;

    /// <summary>The call's length: from its end when it is known, from its last payload otherwise.</summary>
    internal long DurationSamples => End is { } end
        ? Math.Max(0, (end.EndedAt - Header.StartedAt).Ticks / RecordingReader.TicksPerSample)
        : LastSample;

    /// <summary>False when the file is no recording.</summary>
    internal static bool TryBuild(SafeFileHandle file, out RecordingIndex? index)
    {
        index = null;
        if (!RecordingHeader.TryRead(file, out RecordingHeader? header))
        {
            return false;
        }

        index = new RecordingIndex(header!) { GoodBytes = header!.Bytes };
        index.Scan(file);
        return true;
    }

    /// <summary>Records that may hold payload of the lane in [from, to), in the order of the file.</summary>
    internal IEnumerable<IndexedRecord> Find(Lane lane, long from, long to)
    {
        long lastSecond = (Math.Min(to, LastSample) - 1) / RecordingReader.SamplesPerSecond;
        if (!lanes.TryGetValue(lane, out LaneIndex? seconds)
            || !seconds.TryFind(from / RecordingReader.SamplesPerSecond, lastSecond, out int first, out int last))
        {
            yield break;
        }

        for (int i = first; i <= last; i++)
        {
            yield return records[i];
        }
    }

    private void Scan(SafeFileHandle file)
    {
        byte[] window = new byte[WindowBytes];
        long start = GoodBytes;
        int filled = RandomAccess.Read(file, window, start);
        int offset = 0;
        while (End is null)
        {
            if (offset > WindowBytes - RecordingRecord.MaxBytes && filled == WindowBytes)
            {
                start += offset;
                filled = RandomAccess.Read(file, window, start);
                offset = 0;
            }

            ReadOnlySpan<byte> data = window.AsSpan(offset, filled - offset);
            if (data.Length < RecordingRecord.HeaderBytes)
            {
                break;
            }

            if (RecordingRecord.TryRead(data, out RecordKind kind, out uint sequence, out ReadOnlySpan<byte> body))
            {
                Add(kind, sequence, start + offset, body);
                offset += RecordingRecord.HeaderBytes + body.Length;
            }
            else
            {
                int next = data[1..].IndexOf(RecordingRecord.Marker);
                offset += next >= 0 ? next + 1 : Math.Max(1, data.Length - RecordingRecord.Marker.Length + 1);
            }
        }
    }

    private void Add(RecordKind kind, uint sequence, long offset, ReadOnlySpan<byte> body)
    {
        DamagedBytes += offset - GoodBytes;
        GoodBytes = offset + RecordingRecord.HeaderBytes + body.Length;
        NextSequence = sequence + 1;
        if (kind == RecordKind.End && RecordingRecord.TryReadEnd(body, out CallEndReason reason, out DateTimeOffset endedAt))
        {
            End = new RecordingEnd(reason, endedAt);
        }
        else if (kind == RecordKind.Segment)
        {
            int ordinal = records.Count;
            records.Add(new IndexedRecord(offset, RecordingRecord.HeaderBytes + body.Length));
            while (RecordingRecord.TryTakePayload(ref body, out Lane lane, out _, out uint position, out ReadOnlySpan<byte> bytes))
            {
                AddPayload(ordinal, lane, position, bytes.Length);
            }
        }
    }

    private void AddPayload(int ordinal, Lane lane, long position, int samples)
    {
        if (!lanes.TryGetValue(lane, out LaneIndex? seconds))
        {
            seconds = new LaneIndex();
            lanes.Add(lane, seconds);
        }

        LastSample = Math.Max(LastSample, position + samples);
        seconds.Add(position / RecordingReader.SamplesPerSecond, ordinal);
        seconds.Add((position + samples - 1) / RecordingReader.SamplesPerSecond, ordinal);
    }
}
