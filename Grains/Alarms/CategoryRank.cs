using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <summary>Which of two categories of one severity names the alarm. Explicit: the numbers of the enumeration are in the order of their coming.</summary>
internal static class CategoryRank
{
    /// <summary>The least first.</summary>
    private static readonly AlarmCategory[] Order =
    [
        AlarmCategory.Aggression,
        AlarmCategory.Insult,
        AlarmCategory.DiscriminatoryInsult,
        AlarmCategory.PropertyThreat,
        AlarmCategory.Threat,
        AlarmCategory.Distress,
        AlarmCategory.Weapon,
        AlarmCategory.Emergency,
        AlarmCategory.DeathThreat,
        AlarmCategory.HelpRequested,
    ];

    internal static int Of(AlarmCategory category) => Array.IndexOf(Order, category);
}
