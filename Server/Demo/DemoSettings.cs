using Supervision.Shared;

namespace Supervision.Server.Demo;

/// <summary>Section <c>Demo</c>: the demonstration that plays calls through the product's real path.</summary>
internal sealed record DemoSettings : ISettingsSection
{
    public static string SectionName => "Demo";

    /// <summary>Plays demonstration calls, and makes accounts to watch them with at the first run.</summary>
    public bool Enabled { get; init; }

    /// <summary>Extension of the desk in the demonstration calls whose calls the account <c>agent</c> sees.</summary>
    public string AgentNumber { get; init; } = "2101";

    /// <summary>Calls at once, 1 to 60.</summary>
    public int Calls { get; init; } = 5;

    /// <summary>The demonstration stops by itself after so long, so that a forgotten one does not fill the disk: minutes, 1 to 100000.</summary>
    public int Minutes { get; init; } = 240;

    public IEnumerable<string> Errors()
    {
        if (AgentNumber.Length is 0 or > 32 || !AgentNumber.All(char.IsAsciiDigit))
        {
            yield return $"Demo:AgentNumber is '{AgentNumber}'; it must be 1 to 32 digits.";
        }

        if (Calls is < 1 or > 60)
        {
            yield return $"Demo:Calls is {Calls}; it must be between 1 and 60.";
        }

        if (Minutes is < 1 or > 100_000)
        {
            yield return $"Demo:Minutes is {Minutes}; it must be between 1 and 100000.";
        }
    }
}
