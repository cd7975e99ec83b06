using System.Runtime.InteropServices;

namespace Supervision.Speech.Worker;

/// <summary>Lets recording and signalling come first when processors are few: decoder threads yield to them. Linux only; elsewhere nothing.</summary>
internal static partial class ThreadNice
{
    /// <summary>A third of a normal thread's share when both want the processor; all of it when nobody else does.</summary>
    private const int Nice = 5;

    /// <summary>A third of a decoder's share: for what must never make words late.</summary>
    internal const int Background = 10;

    /// <summary>PRIO_PROCESS; with id 0 it means the calling thread (setpriority(2), "C library/kernel differences").</summary>
    private const int ThisThread = 0;

    internal static void LowerThisThread(int nice = Nice)
    {
        if (OperatingSystem.IsLinux())
        {
            // A container may forbid it: then the system's order holds.
            _ = SetPriority(ThisThread, 0, nice);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int nice);
}
