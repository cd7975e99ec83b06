using Supervision.Shared;

namespace Supervision.Server.Listening;

/// <summary>Section <c>Listening</c>: hearing a live call.</summary>
internal sealed record ListeningSettings : ISettingsSection
{
    private const int MaxPurposeLength = 100;

    private static readonly string[] Usual = ["Protection de l’agent", "Incident en cours", "Formation", "Qualité de l’accueil"];

    public static string SectionName => "Listening";

    /// <summary>Purposes that are offered, as they are shown and logged, each at most 100 characters; empty for the usual four.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>People who may hear one call at once, 1 to 20.</summary>
    public int MaxPerCall { get; init; } = 4;

    /// <summary>People who may listen at once, to whatever calls, 1 to 500.</summary>
    public int MaxListeners { get; init; } = 50;

    /// <summary>What the form offers.</summary>
    internal IReadOnlyList<string> OfferedPurposes => Purposes.Count > 0 ? Purposes : Usual;

    public IEnumerable<string> Errors()
    {
        if (Purposes.Any(purpose => string.IsNullOrWhiteSpace(purpose) || purpose.Length > MaxPurposeLength))
        {
            yield return $"Listening:Purposes holds an empty text or one of more than {MaxPurposeLength} characters.";
        }

        if (MaxPerCall is < 1 or > 20)
        {
            yield return $"Listening:MaxPerCall is {MaxPerCall}; it must be between 1 and 20.";
        }

        if (MaxListeners is < 1 or > 500)
        {
            yield return $"Listening:MaxListeners is {MaxListeners}; it must be between 1 and 500.";
        }
    }
}
