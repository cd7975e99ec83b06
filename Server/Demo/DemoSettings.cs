using Supervision.Shared;

namespace Supervision.Server.Demo;

/// <summary>Section <c>Demo</c>: the demonstration that plays calls through the product's real path.</summary>
internal sealed record DemoSettings : ISettingsSection
{
    public static string SectionName => "Demo";

    /// <summary>Plays demonstration calls, and makes accounts to watch them with at the first run.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Extension of the desk in the demonstration calls whose calls the account <c>agent</c> sees.</summary>
    public string AgentNumber { get; init; } = "201";

    public IEnumerable<string> Errors()
    {
        if (AgentNumber.Length is 0 or > 32 || !AgentNumber.All(char.IsAsciiDigit))
        {
            yield return $"Demo:AgentNumber is '{AgentNumber}'; it must be 1 to 32 digits.";
        }
    }
}
