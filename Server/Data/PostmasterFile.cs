using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Supervision.Server.Data;

/// <summary>The <c>postmaster.pid</c> of a cluster: who runs it, and how to tell it to stop.</summary>
internal sealed class PostmasterFile(string cluster)
{
    /// <summary>SIGINT: fast shutdown, in order, without waiting for clients.</summary>
    internal const int FastShutdown = 2;

    /// <summary>SIGQUIT: immediate shutdown; the next start recovers.</summary>
    internal const int ImmediateShutdown = 3;

    /// <summary>Line of the socket's folder, from 0.</summary>
    private const int SocketLine = 4;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private string FilePath => Path.Combine(cluster, "postmaster.pid");

    /// <summary>The living postmaster of this cluster; null when there is none.</summary>
    internal int? FindRunning()
    {
        if (ReadLines() is not [string first, ..] || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
        {
            return null;
        }

        return IsPostmaster(pid) ? pid : null;
    }

    /// <summary>A number that belongs to another program now would keep PostgreSQL from starting.</summary>
    internal void RemoveIfStale()
    {
        if (ReadLines() is [string first, ..] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            && Directory.Exists($"/proc/{pid}") && !IsPostmaster(pid))
        {
            File.Delete(FilePath);
        }
    }

    internal string? SocketFolder() => ReadLines() is { } lines && lines.Length > SocketLine ? lines[SocketLine] : null;

    /// <summary>Sends the signal and waits for its end; false when it still runs after <paramref name="patience"/>.</summary>
    internal async Task<bool> StopAsync(int pid, int signal, TimeSpan patience, TimeProvider time)
    {
        _ = Kill(pid, signal);
        long start = time.GetTimestamp();
        while (IsPostmaster(pid))
        {
            if (time.GetElapsedTime(start) > patience)
            {
                return false;
            }

            await Task.Delay(Poll, time);
        }

        return true;
    }

    private bool IsPostmaster(int pid)
    {
        try
        {
            string commandLine = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline"));
            return commandLine.Split('\0') is [string program, ..] arguments
                && Path.GetFileName(program) == "postgres" && arguments.Contains(cluster);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string[]? ReadLines()
    {
        try
        {
            return File.ReadAllLines(FilePath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [SuppressMessage("Interoperability", "SYSLIB1054", Justification = "LibraryImport would need unsafe code in the whole server.")]
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
