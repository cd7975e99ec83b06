using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Supervision.Server.Data;
using Supervision.Server.Security;

namespace Supervision.Server.Journal;

/// <summary>
/// The journal's folder: its identity, and segment files named by the sequence of their first line. The last segment is never removed,
/// so that sequences go on rising.
/// </summary>
internal sealed class JournalFolder
{
    private const string Extension = ".jsonl";
    private readonly string folder;

    internal JournalFolder(string dataDirectory, TimeProvider time)
    {
        folder = Path.Combine(dataDirectory, "journal");
        PrivateFiles.CreateDirectory(folder);
        IncidentMark = new IncidentMark(folder);
        string identity = Path.Combine(folder, "journal.id");
        if (File.Exists(identity) && Guid.TryParse(File.ReadAllText(identity), out Guid known))
        {
            Id = known;
        }
        else
        {
            Id = Guid.CreateVersion7(time.GetUtcNow());
            WriteDurably(identity, Id.ToString("D"));
        }
    }

    /// <summary>Names this journal in the database's <c>journal_position</c>.</summary>
    internal Guid Id { get; }

    /// <summary>Numbers of incidents that are in the database.</summary>
    internal IncidentMark IncidentMark { get; }

    /// <summary>First sequence and path of each segment, oldest first.</summary>
    internal IReadOnlyList<(long First, string Path)> Segments()
    {
        var found = new List<(long First, string Path)>();
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long first))
            {
                found.Add((first, path));
            }
        }

        found.Sort(static (a, b) => a.First.CompareTo(b.First));
        return found;
    }

    /// <summary>The sequence after the last good line on the disk.</summary>
    internal long NextSequence()
    {
        if (Segments() is not [.., (long first, string path)])
        {
            return 1;
        }

        long last = first - 1;
        using var reader = new JournalSegmentReader(path, 0);
        while (reader.TryRead(out JournalLineRead line))
        {
            last = Math.Max(last, line.Sequence);
        }

        return last + 1;
    }

    /// <summary>A new, empty segment; one that held no good line is written over.</summary>
    internal SafeFileHandle CreateSegment(long first)
    {
        string path = Path.Combine(folder, first.ToString("D20", CultureInfo.InvariantCulture) + Extension);
        return File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Removes segments whose lines are all at or before <paramref name="sequence"/>; the last one stays.</summary>
    internal void RemoveUpTo(long sequence)
    {
        IReadOnlyList<(long First, string Path)> segments = Segments();
        for (int i = 0; i + 1 < segments.Count && segments[i + 1].First <= sequence + 1; i++)
        {
            File.Delete(segments[i].Path);
        }
    }

    private static void WriteDurably(string path, string text)
    {
        string draft = path + ".new";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
