using Microsoft.Win32.SafeHandles;
using Supervision.Server.Security;

namespace Supervision.Server.Recordings;

/// <summary>The file of one live recording. Writer thread only. Every method may throw what the disk throws and be called again.</summary>
internal sealed class RecordingFile(RecordingHeader header, string path, string markerPath) : IDisposable
{
    private SafeFileHandle? handle;
    private long length;
    private uint sequence;
    private bool isEnded;

    /// <summary>Segments taken from the recording and not yet written; a failed write leaves them to be written again.</summary>
    internal Queue<SegmentBuffer> Pending { get; } = new(4);

    /// <summary>When the last write was, by the recorder's clock.</summary>
    internal long LastWriteTimestamp { get; set; }

    /// <summary>When a failed file may be tried again; 0 when it works.</summary>
    internal long RetryTimestamp { get; set; }

    internal bool HasFailed => RetryTimestamp != 0;

    internal bool IsNew => handle is null && !isEnded;

    /// <summary>Creates the marker, then the file with its header.</summary>
    /// <exception cref="IOException">Also where a recording lies there already: nothing is ever written over one.</exception>
    internal void Open()
    {
        PrivateFiles.CreateDirectory(Path.GetDirectoryName(path)!);
        CreateEmpty(markerPath).Dispose();
        SafeFileHandle created = CreateEmpty(path);
        try
        {
            byte[] bytes = header.ToBytes();
            if (RandomAccess.GetLength(created) > bytes.Length)
            {
                throw new IOException($"{path} holds a recording already");
            }

            RandomAccess.Write(created, bytes, 0);
            length = bytes.Length;
            handle = created;
        }
        catch
        {
            created.Dispose();
            throw;
        }
    }

    internal int Append(SegmentBuffer segment)
    {
        ReadOnlySpan<byte> record = segment.Seal(sequence);
        Append(record);
        return record.Length;
    }

    /// <summary>Last record; then the file is closed and its marker removed.</summary>
    internal void End(RecordingEnd end)
    {
        if (!isEnded)
        {
            Append(RecordingRecord.End(sequence, end.Reason, end.EndedAt));
            Dispose();
            isEnded = true;
        }

        File.Delete(markerPath);
    }

    public void Dispose()
    {
        handle?.Dispose();
        handle = null;
    }

    private void Append(ReadOnlySpan<byte> record)
    {
        // The length grows after the write only: one that failed half-way is written over.
        RandomAccess.Write(handle!, record, length);
        length += record.Length;
        sequence++;
    }

    private static SafeFileHandle CreateEmpty(string file)
    {
        // Others read while it is written; the folder is the owner's alone, so the file is never open to others.
        SafeFileHandle created = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(created, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return created;
    }
}
