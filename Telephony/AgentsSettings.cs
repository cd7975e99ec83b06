using System.Text.RegularExpressions;
using Supervision.Shared;

namespace Supervision.Telephony;

/// <summary>Section <c>Agents</c>: how a number is known to be an agent's.</summary>
public sealed record AgentsSettings : ISettingsSection
{
    public static string SectionName => "Agents";

    /// <summary>Regular expression on the user part of an address of record; by default an extension of at most six digits.</summary>
    public string NumberPattern { get; init; } = "^[0-9]{1,6}$";

    public IEnumerable<string> Errors()
    {
        string? error = null;
        try
        {
            _ = new Regex(NumberPattern, RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            error = $"Agents:NumberPattern is '{NumberPattern}'; it is not a usable regular expression: {e.Message}";
        }

        if (error is not null)
        {
            yield return error;
        }
    }
}
