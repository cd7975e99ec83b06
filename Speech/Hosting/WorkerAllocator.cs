namespace Supervision.Speech.Hosting;

/// <summary>
/// Lends a worker jemalloc where the machine has it (Debian: libjemalloc2): libvosk makes and frees millions of small tokens a second, and
/// glibc's allocator takes nearly half of its processor time (docs/performance.md).
/// </summary>
internal static class WorkerAllocator
{
    private const string Preload = "LD_PRELOAD";

    private static readonly string[] Places =
    [
        "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2",
        "/usr/lib/aarch64-linux-gnu/libjemalloc.so.2",
        "/usr/lib64/libjemalloc.so.2",
        "/usr/lib/libjemalloc.so.2",
    ];

    /// <summary>Where it lies; null where there is none.</summary>
    internal static string? Find() => OperatingSystem.IsLinux() ? Array.Find(Places, File.Exists) : null;

    /// <summary>What an administrator set by herself is left as it is.</summary>
    internal static void Prepare(IDictionary<string, string?> environment)
    {
        if (Find() is { } library && !environment.ContainsKey(Preload))
        {
            environment[Preload] = library;
        }
    }
}
