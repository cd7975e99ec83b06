using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Incidents;

/// <summary>Section <c>Incidents</c>: what opens one, and how they are numbered.</summary>
internal sealed record IncidentsSettings : ISettingsSection
{
    public static string SectionName => "Incidents";

    /// <summary>
    /// Categories, separated by commas, whose critical alarms open an incident at once; any alarm does when it is escalated. Empty: none.
    /// </summary>
    public string OpenFor { get; init; } =
        $"{nameof(AlarmCategory.DeathThreat)},{nameof(AlarmCategory.Weapon)},{nameof(AlarmCategory.Emergency)},{nameof(AlarmCategory.HelpRequested)}";

    /// <summary>Up to four capital letters before each number: different ones for servers that share a database. Empty for a single server.</summary>
    public string Series { get; init; } = "";

    internal IReadOnlySet<AlarmCategory> Categories =>
        Names().Select(name => Enum.TryParse(name, out AlarmCategory category) ? category : (AlarmCategory)0).ToHashSet();

    public IEnumerable<string> Errors()
    {
        foreach (string name in Names().Where(name => !Enum.GetNames<AlarmCategory>().Contains(name)))
        {
            yield return $"Incidents:OpenFor names {name}; it knows {string.Join(", ", Enum.GetNames<AlarmCategory>())}.";
        }

        if (Series.Length > IncidentNumber.MaxSeriesLength || !Series.All(char.IsAsciiLetterUpper))
        {
            yield return $"Incidents:Series is {Series}; it must be at most {IncidentNumber.MaxSeriesLength} capital letters A to Z.";
        }
    }

    private string[] Names() => OpenFor.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
