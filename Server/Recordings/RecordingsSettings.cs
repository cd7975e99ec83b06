using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>Section <c>Recordings</c>: what recordings may cost in memory and what a power cut may cost them.</summary>
internal sealed record RecordingsSettings : ISettingsSection
{
    public static string SectionName => "Recordings";

    /// <summary>All live recordings are forced onto the disk so often; a power cut loses that and one segment. Seconds, 1 to 60.</summary>
    public int SyncEverySeconds { get; init; } = 1;

    /// <summary>Two lanes of one call kept in memory while the disk refuses; then payload is dropped and counted. Seconds, 5 to 600.</summary>
    public int MaxBufferedSeconds { get; init; } = 30;

    /// <summary>Payload of all calls kept in memory. Megabytes, 16 to 8192.</summary>
    public int MaxBufferedMegabytes { get; init; } = 256;

    /// <summary>Below so much room on the disk the health part complains. Megabytes, 0 to 1000000.</summary>
    public int MinFreeMegabytes { get; init; } = 1024;

    public IEnumerable<string> Errors()
    {
        if (SyncEverySeconds is < 1 or > 60)
        {
            yield return $"Recordings:SyncEverySeconds is {SyncEverySeconds}; it must be between 1 and 60.";
        }

        if (MaxBufferedSeconds is < 5 or > 600)
        {
            yield return $"Recordings:MaxBufferedSeconds is {MaxBufferedSeconds}; it must be between 5 and 600.";
        }

        if (MaxBufferedMegabytes is < 16 or > 8192)
        {
            yield return $"Recordings:MaxBufferedMegabytes is {MaxBufferedMegabytes}; it must be between 16 and 8192.";
        }

        if (MinFreeMegabytes is < 0 or > 1_000_000)
        {
            yield return $"Recordings:MinFreeMegabytes is {MinFreeMegabytes}; it must be between 0 and 1000000.";
        }
    }
}
