namespace Supervision.Shared.Alarms;

/// <summary>How long an alarm may be put aside: short, because somebody is on the line.</summary>
public static class SnoozeChoices
{
    public static IReadOnlyList<int> Minutes { get; } = [1, 5, 15];
}
