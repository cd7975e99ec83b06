namespace Supervision.Server.Journal;

/// <summary>Reads the journal's entries in order across its segments, as far as they are durable. One thread.</summary>
internal sealed class JournalCursor(JournalFolder folder) : IDisposable
{
    private JournalSegmentReader? reader;
    private long segmentFirst;
    private JournalLineRead? ahead;

    /// <summary>Sequence of the last line that was read or skipped.</summary>
    internal long Position { get; private set; }

    /// <summary>Lines that were damaged and could not be imported.</summary>
    internal long Damaged { get; private set; }

    /// <summary>The next line is the first one after <paramref name="sequence"/>.</summary>
    internal void MoveTo(long sequence)
    {
        CloseSegment();
        ahead = null;
        Position = sequence;
    }

    /// <summary>At most <paramref name="count"/> lines up to and including <paramref name="durable"/>.</summary>
    internal List<JournalLineRead> Read(int count, long durable)
    {
        var lines = new List<JournalLineRead>();
        while (lines.Count < count && TryPeek(out JournalLineRead line) && line.Sequence <= durable)
        {
            ahead = null;
            Position = line.Sequence;
            lines.Add(line);
        }

        return lines;
    }

    public void Dispose() => CloseSegment();

    private bool TryPeek(out JournalLineRead line)
    {
        while (ahead is null)
        {
            if (reader is null && !TryOpen(s => s.First <= Position + 1, last: true) && !TryOpen(_ => true, last: false))
            {
                line = default;
                return false;
            }

            if (ReadNext() || (TryFindLater(out long later) && (ReadNext() || TryOpen(s => s.First == later, last: true))))
            {
                continue;
            }

            line = default;
            return false;
        }

        line = ahead.Value;
        return true;
    }

    /// <summary>Puts the next line that is after <see cref="Position"/> into <see cref="ahead"/>.</summary>
    private bool ReadNext()
    {
        while (reader!.TryRead(out JournalLineRead line))
        {
            if (line.Sequence > Position)
            {
                ahead = line;
                return true;
            }
        }

        return false;
    }

    /// <summary>A later segment exists only when the writer is done with this one: what is read after that is all there is.</summary>
    private bool TryFindLater(out long first)
    {
        first = folder.Segments().Select(s => s.First).FirstOrDefault(f => f > segmentFirst, -1);
        return first >= 0;
    }

    private bool TryOpen(Func<(long First, string Path), bool> matches, bool last)
    {
        (long First, string Path)[] found = [.. folder.Segments().Where(matches)];
        if (found.Length == 0)
        {
            return false;
        }

        CloseSegment();
        (long first, string path) = last ? found[^1] : found[0];
        reader = new JournalSegmentReader(path, 0);
        segmentFirst = first;
        return true;
    }

    private void CloseSegment()
    {
        Damaged += reader?.Damaged ?? 0;
        reader?.Dispose();
        reader = null;
    }
}
