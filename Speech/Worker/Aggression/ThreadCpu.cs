using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Supervision.Speech.Worker.Aggression;

/// <summary>Processor time of the calling thread: a thread that yields to others is not charged for its waits.</summary>
internal static partial class ThreadCpu
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of Linux (clock_gettime(2)).</summary>
    private const int ThreadClock = 3;

    /// <summary>Since the thread's start; elsewhere than on Linux the time that passed, which is an upper bound of it.</summary>
    internal static TimeSpan Now()
    {
        return OperatingSystem.IsLinux() && GetTime(ThreadClock, out Timespec time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    /// <summary>struct timespec where long is as wide as a pointer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        internal readonly nint Seconds;
        internal readonly nint Nanoseconds;
    }
}
