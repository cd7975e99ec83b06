using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Recordings;

/// <summary>
/// One call being recorded. The media thread fills the current segment; the recorder's writer thread takes the filled ones, writes
/// them in order and gives the buffers back. A lock held for one copy of 160 bytes is all they share.
/// </summary>
internal sealed class CallRecording(RecordingHeader header, string path, string markerPath, SegmentPool pool, int maxSegments, RecorderCounters counters)
    : ICallRecording
{
    private readonly Lock gate = new();
    private readonly Queue<SegmentBuffer> filled = new(4);
    private SegmentBuffer? current;
    private RecordingEnd? end;
    private bool isPaused;
    private bool isRefused;

    internal CallId CallId => header.CallId;

    /// <summary>The writer thread's own: the open file and how far it is written.</summary>
    internal RecordingFile File { get; } = new(header, path, markerPath);

    internal bool IsRefused
    {
        get
        {
            lock (gate)
            {
                return isRefused;
            }
        }
    }

    /// <summary>True when the writer should not wait for the segment's second to be over.</summary>
    internal bool IsUrgent
    {
        get
        {
            lock (gate)
            {
                return filled.Count > 0 || end is not null;
            }
        }
    }

    public void Write(in MediaPayload payload)
    {
        if (payload.Bytes.Length is 0 or > RecordingRecord.MaxPayloadBytes || payload.PositionSamples is < 0 or > uint.MaxValue)
        {
            counters.Malformed();
            return;
        }

        lock (gate)
        {
            if (isPaused || isRefused || end is not null)
            {
                return;
            }

            if (current is { } open && open.TryAppend(payload))
            {
                return;
            }

            if (!TryTurnOver() || !current!.TryAppend(payload))
            {
                counters.Dropped();
            }
        }
    }

    public void Close(CallEndReason reason, DateTimeOffset endedAt)
    {
        lock (gate)
        {
            end ??= new RecordingEnd(reason, endedAt);
        }
    }

    internal void SetPaused(bool paused)
    {
        lock (gate)
        {
            isPaused = paused;
        }
    }

    /// <summary>From now on nothing is taken, and what waits is thrown away.</summary>
    internal void Refuse()
    {
        lock (gate)
        {
            isRefused = true;
            Discard();
        }
    }

    /// <summary>Writer thread: moves what was recorded into the file's queue, the current segment last.</summary>
    internal void TakeAll()
    {
        lock (gate)
        {
            while (filled.TryDequeue(out SegmentBuffer? oldest))
            {
                File.Pending.Enqueue(oldest);
            }

            if (current is { IsEmpty: false } open)
            {
                File.Pending.Enqueue(open);
                current = null;
            }
        }
    }

    /// <summary>Writer thread: how the call ended, once all its payload has been taken; null before.</summary>
    internal RecordingEnd? TakeEnd()
    {
        lock (gate)
        {
            return filled.Count == 0 && (current is null || current.IsEmpty) ? end : null;
        }
    }

    /// <summary>Writer thread: throws away what was taken and gives the buffers back.</summary>
    internal void DiscardPending()
    {
        while (File.Pending.TryDequeue(out SegmentBuffer? buffer))
        {
            pool.Return(buffer);
        }
    }

    private void Discard()
    {
        while (filled.TryDequeue(out SegmentBuffer? buffer))
        {
            pool.Return(buffer);
        }

        if (current is { } open)
        {
            pool.Return(open);
            current = null;
        }
    }

    private bool TryTurnOver()
    {
        // The bound of memory while the disk refuses: the newest payload is dropped, what came before is kept.
        if (filled.Count + 1 > maxSegments || pool.Rent() is not { } next)
        {
            return false;
        }

        if (current is { } full)
        {
            filled.Enqueue(full);
        }

        current = next;
        return true;
    }
}
