using Supervision.Shared;

namespace Supervision.Grains;

/// <summary>Section <c>Grains</c>: bounds of the live domain.</summary>
public sealed record GrainsSettings : ISettingsSection
{
    public static string SectionName => "Grains";

    /// <summary>Calls that may be live or ending at once. 1 to 100000.</summary>
    public int MaxCalls { get; init; } = 5000;

    /// <summary>A grain that was asked for but whose call never began is forgotten after so long. Seconds, 1 to 3600.</summary>
    public int IdleTimeoutSeconds { get; init; } = 120;

    /// <summary>
    /// At the end of a call its last words are waited for so long. Seconds, 4 to 60: the speech engine gives up after four fifths of it and
    /// looks twice a second, so that a shorter patience would end before it could tell what is missing.
    /// </summary>
    public int FlushTimeoutSeconds { get; init; } = 10;

    public IEnumerable<string> Errors()
    {
        if (MaxCalls is < 1 or > 100_000)
        {
            yield return $"Grains:MaxCalls is {MaxCalls}; it must be between 1 and 100000.";
        }

        if (IdleTimeoutSeconds is < 1 or > 3600)
        {
            yield return $"Grains:IdleTimeoutSeconds is {IdleTimeoutSeconds}; it must be between 1 and 3600.";
        }

        if (FlushTimeoutSeconds is < 4 or > 60)
        {
            yield return $"Grains:FlushTimeoutSeconds is {FlushTimeoutSeconds}; it must be between 4 and 60.";
        }
    }
}
