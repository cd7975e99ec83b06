using Supervision.Shared.Alarms;

namespace Supervision.Shared.Words;

/// <summary>Names of categories and severities in the text of a word list. Part of the format: frozen.</summary>
public static class WordListNames
{
    private static readonly (string Name, AlarmCategory Value)[] Known =
    [
        ("insult", AlarmCategory.Insult),
        ("discriminatory", AlarmCategory.DiscriminatoryInsult),
        ("threat", AlarmCategory.Threat),
        ("death-threat", AlarmCategory.DeathThreat),
        ("property-threat", AlarmCategory.PropertyThreat),
        ("weapon", AlarmCategory.Weapon),
        ("distress", AlarmCategory.Distress),
        ("emergency", AlarmCategory.Emergency),
    ];

    private static readonly (string Name, AlarmSeverity Value)[] KnownSeverities =
    [
        ("notice", AlarmSeverity.Notice),
        ("serious", AlarmSeverity.Serious),
        ("critical", AlarmSeverity.Critical),
    ];

    /// <summary>What a line that takes phrases back begins with.</summary>
    public const string Exception = "except";

    /// <summary>What a line that names words begins with; the name follows.</summary>
    public const string Group = "group";

    /// <summary>The categories that words can raise, in the order in which screens show them.</summary>
    public static IReadOnlyList<AlarmCategory> Categories { get; } = [.. Known.Select(known => known.Value)];

    /// <summary>Null when it names none.</summary>
    public static AlarmCategory? Category(string name)
    {
        foreach ((string known, AlarmCategory value) in Known)
        {
            if (known == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Null when it names none.</summary>
    public static AlarmSeverity? Severity(string name)
    {
        foreach ((string known, AlarmSeverity value) in KnownSeverities)
        {
            if (known == name)
            {
                return value;
            }
        }

        return null;
    }

    public static string Of(AlarmCategory category) => Array.Find(Known, known => known.Value == category).Name
        ?? throw new ArgumentOutOfRangeException(nameof(category), category, "Words cannot raise it.");

    public static string Of(AlarmSeverity severity) => Array.Find(KnownSeverities, known => known.Value == severity).Name
        ?? throw new ArgumentOutOfRangeException(nameof(severity), severity, null);

    /// <summary>One line of a list; a null category is an exception.</summary>
    public static string Line(AlarmCategory? category, AlarmSeverity severity, string pattern) => category is { } known
        ? $"{Of(known)} {Of(severity)}: {pattern}"
        : $"{Exception}: {pattern}";
}
