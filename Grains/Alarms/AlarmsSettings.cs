using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <summary>Section <c>Alarms</c>: how long an alarm may wait for somebody.</summary>
public sealed record AlarmsSettings : ISettingsSection
{
    private const int MaxSeconds = 3600;

    public static string SectionName => "Alarms";

    /// <summary>An alarm that nobody has acknowledged for so long is escalated by itself. Seconds, 1 to 3600; 0: none ever is.</summary>
    public int EscalateAfterSeconds { get; init; } = 30;

    /// <summary>The same for a critical alarm, which never waits longer than the others. Seconds, 1 to 3600.</summary>
    public int EscalateCriticalAfterSeconds { get; init; } = 15;

    /// <summary>Whether an alarm of the lowest severity, a lone insult, is escalated by itself too: it would come to the police desk.</summary>
    public bool EscalateNotices { get; init; }

    public IEnumerable<string> Errors()
    {
        if (EscalateAfterSeconds is < 0 or > MaxSeconds)
        {
            yield return $"Alarms:EscalateAfterSeconds is {EscalateAfterSeconds}; it must be between 0 and {MaxSeconds}.";
        }

        if (EscalateCriticalAfterSeconds is < 1 or > MaxSeconds)
        {
            yield return $"Alarms:EscalateCriticalAfterSeconds is {EscalateCriticalAfterSeconds}; it must be between 1 and {MaxSeconds}.";
        }
    }

    /// <summary>Null: never by itself.</summary>
    internal TimeSpan? EscalateAfter(AlarmSeverity severity)
    {
        int seconds = severity switch
        {
            AlarmSeverity.Critical => Math.Min(EscalateAfterSeconds, EscalateCriticalAfterSeconds),
            AlarmSeverity.Notice when !EscalateNotices => 0,
            _ => EscalateAfterSeconds,
        };
        return seconds == 0 ? null : TimeSpan.FromSeconds(seconds);
    }
}
