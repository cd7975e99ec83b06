using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>
/// Erases what was refused. A marker <c>recordings/live/id.refused</c> says so from the refusal until the file is gone, so that neither a
/// death of the server nor a disk that will not delete brings a voice back. Any thread; every method may throw what the disk throws.
/// </summary>
internal static class RecordingErasure
{
    /// <summary>True as long as something of a refused recording may lie on the disk.</summary>
    internal static bool IsUnderWay(RecordingPaths paths, CallId id) => File.Exists(paths.RefusedMarkerOf(id));

    /// <summary>The marker of a live recording is renamed, which a full disk allows too; one that is closed has none and gets one.</summary>
    internal static void Mark(RecordingPaths paths, CallId id)
    {
        string marker = paths.RefusedMarkerOf(id);
        if (File.Exists(marker))
        {
            return;
        }

        try
        {
            File.Move(paths.MarkerOf(id), marker);
        }
        catch (FileNotFoundException)
        {
            File.Create(marker).Dispose();
        }
    }

    /// <summary>Deletes the recording, and its markers last. May be called again until it succeeds.</summary>
    internal static void Erase(RecordingPaths paths, CallId id)
    {
        string path = paths.FileOf(id);
        foreach (string file in (string[])[path, path + RecordingPaths.DamagedExtension])
        {
            if (File.Exists(file))
            {
                File.Delete(file);
            }
        }

        File.Delete(paths.MarkerOf(id));
        File.Delete(paths.RefusedMarkerOf(id));
    }

    /// <summary>What a server that died had still to erase.</summary>
    internal static IReadOnlyList<CallId> FindAll(RecordingPaths paths)
    {
        var found = new List<CallId>();
        foreach (string marker in Directory.EnumerateFiles(paths.LiveFolder, "*" + RecordingPaths.RefusedExtension))
        {
            if (CallId.TryParse(Path.GetFileNameWithoutExtension(marker), null, out CallId id))
            {
                found.Add(id);
            }
        }

        return found;
    }
}
