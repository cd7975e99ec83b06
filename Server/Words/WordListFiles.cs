using System.Text;
using System.Text.Json;
using Supervision.Server.Security;
using Supervision.Shared.Words;

namespace Supervision.Server.Words;

/// <summary>
/// The word list's files in the data directory: the mirror of the last published version, so that a start without a database has it too,
/// and a town's own list from before versions were kept. Not thread-safe: <see cref="PublishedWords"/> serialises.
/// </summary>
internal sealed class WordListFiles(string dataDirectory)
{
    /// <summary>Was read at start before lists were kept in versions; becomes the first version.</summary>
    internal const string OldName = "alarm-words.txt";

    /// <summary>Its name once it is a version, so that nobody edits it in vain.</summary>
    internal const string ImportedName = "alarm-words.imported.txt";

    private const string Folder = "words";
    private const string MirrorName = "published.txt";

    /// <summary>First line of the mirror: a comment for the list's reader, the version's data for us.</summary>
    private const string HeadMark = "#published ";

    private string MirrorPath => Path.Combine(dataDirectory, Folder, MirrorName);

    private string OldPath => Path.Combine(dataDirectory, OldName);

    /// <summary>Null when there is none.</summary>
    /// <exception cref="InvalidDataException">There is one that was not written by a console.</exception>
    internal PublishedText? ReadMirror()
    {
        if (!File.Exists(MirrorPath))
        {
            return null;
        }

        string whole = File.ReadAllText(MirrorPath);
        int end = whole.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || !whole.StartsWith(HeadMark, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{MirrorPath} has no head.");
        }

        try
        {
            WordListVersion? version = JsonSerializer.Deserialize<WordListVersion>(whole.AsSpan(HeadMark.Length, end - HeadMark.Length));
            return version is null ? throw new InvalidDataException($"{MirrorPath} has no head.") : new PublishedText(version, whole[(end + 1)..]);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{MirrorPath} has a damaged head.", e);
        }
    }

    /// <summary>The old file or the new one after a crash, never half of one.</summary>
    internal void WriteMirror(PublishedText version)
    {
        PrivateFiles.CreateDirectory(Path.GetDirectoryName(MirrorPath)!);
        string unfinished = MirrorPath + ".new";
        using (FileStream file = PrivateFiles.CreateFile(unfinished))
        {
            file.Write(Encoding.UTF8.GetBytes($"{HeadMark}{JsonSerializer.Serialize(version.Version)}\n{version.Text}"));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, MirrorPath, overwrite: true);
    }

    /// <summary>Null when there is none.</summary>
    internal string? ReadOld() => File.Exists(OldPath) ? File.ReadAllText(OldPath) : null;

    internal void SetOldAside() => File.Move(OldPath, Path.Combine(dataDirectory, ImportedName), overwrite: true);
}
