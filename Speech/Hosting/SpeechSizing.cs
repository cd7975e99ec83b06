namespace Supervision.Speech.Hosting;

/// <summary>How many workers and threads, and how much memory, where the settings leave it open.</summary>
internal sealed record SpeechSizing(int Workers, int Threads, int MaxWorkerMemoryMb)
{
    /// <summary>What the server, the database and the system need for themselves.</summary>
    private const long OthersMb = 1500;

    /// <summary>A small public model of 253 MB on disk takes 0.54 GB once loaded.</summary>
    private const int MemoryPerModelByte = 2;

    /// <summary>A worker without a model.</summary>
    private const long BareWorkerMb = 150;

    internal static SpeechSizing For(SpeechSettings settings, long modelBytes, long memoryBytes, int processors)
    {
        long memoryMb = memoryBytes >> 20;
        long workerMb = BareWorkerMb + ((modelBytes * MemoryPerModelByte) >> 20);
        int workers = settings.Workers > 0 ? settings.Workers : memoryMb - OthersMb >= 2 * workerMb ? 2 : 1;
        int threads = settings.Threads > 0 ? settings.Threads : Math.Max(1, processors / workers);
        long share = Math.Max(workerMb * 3 / 2, (memoryMb - OthersMb) / workers / 2);
        int most = settings.MaxWorkerMemoryMb > 0 ? settings.MaxWorkerMemoryMb : (int)Math.Clamp(share, 512, 8192);
        return new SpeechSizing(workers, threads, most);
    }
}
