using Supervision.Shared;

namespace Supervision.Server.Journal;

/// <summary>Section <c>Journal</c>: bounds of the disk journal.</summary>
internal sealed record JournalSettings : ISettingsSection
{
    public static string SectionName => "Journal";

    /// <summary>A segment file is closed when it is so long. Megabytes, 1 to 1024.</summary>
    public int SegmentMegabytes { get; init; } = 16;

    /// <summary>Entries waiting in memory for the disk from which on the health part complains. 100 to 1000000.</summary>
    public int WarnEntries { get; init; } = 10_000;

    /// <summary>Entries that may wait in memory for the disk; one more is lost, counted and logged. 1000 to 10000000.</summary>
    public int MaxEntries { get; init; } = 500_000;

    public IEnumerable<string> Errors()
    {
        if (SegmentMegabytes is < 1 or > 1024)
        {
            yield return $"Journal:SegmentMegabytes is {SegmentMegabytes}; it must be between 1 and 1024.";
        }

        if (WarnEntries is < 100 or > 1_000_000)
        {
            yield return $"Journal:WarnEntries is {WarnEntries}; it must be between 100 and 1000000.";
        }

        if (MaxEntries is < 1000 or > 10_000_000)
        {
            yield return $"Journal:MaxEntries is {MaxEntries}; it must be between 1000 and 10000000.";
        }
    }
}
