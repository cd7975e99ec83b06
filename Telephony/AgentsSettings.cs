using System.Text.RegularExpressions;
using Supervision.Shared;

namespace Supervision.Telephony;

/// <summary>Section <c>Agents</c>: how a number is known to be an agent's, and which of them are private lines.</summary>
public sealed record AgentsSettings : ISettingsSection
{
    public static string SectionName => "Agents";

    /// <summary>Regular expression on the user part of an address of record; by default an extension of at most six digits.</summary>
    public string NumberPattern { get; init; } = "^[0-9]{1,6}$";

    /// <summary>
    /// Regular expression on the agent's number: calls that it matches are answered but never recorded, transcribed, analysed or kept.
    /// What it matches is an agent's number, whatever <see cref="NumberPattern"/> says. Empty: no line is private.
    /// </summary>
    public string PrivateLinePattern { get; init; } = "";

    public IEnumerable<string> Errors()
    {
        foreach ((string name, string pattern) in new[] { (nameof(NumberPattern), NumberPattern), (nameof(PrivateLinePattern), PrivateLinePattern) })
        {
            if (Fault(pattern) is { } fault)
            {
                yield return $"Agents:{name} is '{pattern}'; it is not a usable regular expression: {fault}";
            }
        }
    }

    /// <summary>Numbers of agents, private lines included.</summary>
    internal Regex AgentNumbers() => Compile(PrivateLinePattern.Length == 0 ? NumberPattern : $"(?:{NumberPattern})|(?:{PrivateLinePattern})");

    /// <summary>Private lines; null when there are none.</summary>
    public Regex? PrivateLines() => PrivateLinePattern.Length == 0 ? null : Compile(PrivateLinePattern);

    /// <summary>Checked with the settings; without backtracking a number cannot make it slow.</summary>
    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static string? Fault(string pattern)
    {
        try
        {
            _ = Compile(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }
}
