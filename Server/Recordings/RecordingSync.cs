using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Supervision.Server.Recordings;

/// <summary>
/// Forces everything written to the recordings' file system onto the disk, in one call of the kernel: 500 files cost one journal
/// commit instead of 500 (docs/adr/0007-recording-files.md). Sync thread only, but for <see cref="MarkDirty"/>.
/// </summary>
internal sealed partial class RecordingSync(RecordingPaths paths, TimeProvider time, ILogger<RecordingSync> logger) : IDisposable
{
    private SafeFileHandle? anyFile;
    private int dirty;
    private bool hasFailed;

    /// <summary>How long the last one took.</summary>
    internal TimeSpan LastDuration { get; private set; }

    internal TimeSpan LongestDuration { get; private set; }

    internal bool HasFailed => hasFailed;

    internal void MarkDirty() => Volatile.Write(ref dirty, 1);

    /// <summary>Returns when all that was written before is on the disk; does nothing when nothing was written.</summary>
    internal void Sync()
    {
        if (Interlocked.Exchange(ref dirty, 0) == 0)
        {
            return;
        }

        long start = time.GetTimestamp();
        try
        {
            anyFile ??= File.OpenHandle(Path.Combine(paths.Root, ".sync"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            SyncFileSystem(anyFile);
            hasFailed = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            MarkDirty();
            if (!hasFailed)
            {
                hasFailed = true;
                LogFailed(e);
            }
        }

        LastDuration = time.GetElapsedTime(start);
        LongestDuration = LastDuration > LongestDuration ? LastDuration : LongestDuration;
    }

    public void Dispose() => anyFile?.Dispose();

    private static void SyncFileSystem(SafeFileHandle file)
    {
        // syncfs(2) is Linux's own; elsewhere the operating system's own write-back bounds what a power cut costs.
        if (OperatingSystem.IsLinux() && SyncFs(file) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [SuppressMessage("Interoperability", "SYSLIB1054", Justification = "LibraryImport would need unsafe code in the whole server.")]
    [DllImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFs(SafeFileHandle file);

    [LoggerMessage(EventId = 4310, Level = LogLevel.Error, Message = "Recordings cannot be forced onto the disk; a power cut could cost more than it should")]
    private partial void LogFailed(Exception e);
}
