using Supervision.Shared;

namespace Supervision.Server.Calls;

/// <summary>Section <c>Consent</c>: how the person who calls refuses to be recorded, as the announcement tells her.</summary>
internal sealed record ConsentSettings : ISettingsSection
{
    public static string SectionName => "Consent";

    /// <summary>Key that refuses: 0-9, * or #; empty when the exchange asks before it records.</summary>
    public string RefusalKey { get; init; } = "9";

    /// <summary>The key counts so long after the answer, so that a menu's key later in the call erases nothing. Seconds, 1 to 3600.</summary>
    public int RefusalWindowSeconds { get; init; } = 60;

    public IEnumerable<string> Errors()
    {
        if (RefusalKey.Length > 1 || (RefusalKey.Length == 1 && !"0123456789*#".Contains(RefusalKey[0], StringComparison.Ordinal)))
        {
            yield return $"Consent:RefusalKey is '{RefusalKey}'; it must be one of 0-9, * and #, or empty.";
        }

        if (RefusalWindowSeconds is < 1 or > 3600)
        {
            yield return $"Consent:RefusalWindowSeconds is {RefusalWindowSeconds}; it must be between 1 and 3600.";
        }
    }

    /// <summary>Whether this key, on this lane and at this time of the call, refuses. The agent cannot refuse for the caller.</summary>
    internal bool IsRefusal(Lane lane, char key, TimeSpan sinceAnswer) =>
        RefusalKey.Length == 1 && key == RefusalKey[0] && lane != Lane.Agent && sinceAnswer <= TimeSpan.FromSeconds(RefusalWindowSeconds);
}
