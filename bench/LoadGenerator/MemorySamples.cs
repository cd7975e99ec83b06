namespace Supervision.LoadGenerator;

/// <summary>Resident memory of the server and its speech workers over the run; PostgreSQL is told apart.</summary>
internal sealed class MemorySamples(ProcessMeter meter)
{
    private readonly List<long> totals = [];

    internal long StartMb => Mb(totals.FirstOrDefault());

    internal long EndMb => Mb(totals.LastOrDefault());

    internal long PeakMb => Mb(totals.DefaultIfEmpty().Max());

    internal IReadOnlyDictionary<string, long> EndMbByPart { get; private set; } = new Dictionary<string, long>();

    internal async Task SampleAsync(TimeSpan period, TimeProvider time, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(period, time);
        do
        {
            meter.Sample();
            IReadOnlyDictionary<string, long> resident = meter.ResidentBytesByPart;
            totals.Add(resident.GetValueOrDefault("server") + resident.GetValueOrDefault("speech"));
            EndMbByPart = resident.ToDictionary(entry => entry.Key, entry => Mb(entry.Value));
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static long Mb(long bytes) => bytes >> 20;
}
