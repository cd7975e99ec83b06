using Supervision.Shared;

namespace Supervision.Grains.Tension;

/// <summary>
/// Section <c>Aggression</c>: the tension curve and the rules that join voice, words and circumstances (docs/alarms.md). What is empty
/// is the acoustic model's own (model.json).
/// </summary>
public sealed record AggressionSettings : ISettingsSection
{
    public static string SectionName => "Aggression";

    /// <summary>The voice is aggressive from here on. 0.05 to 0.99; empty: the model's.</summary>
    public float? RaiseThreshold { get; init; }

    /// <summary>Below it no longer. 0.01 to 0.98, below the raise threshold; empty: the model's.</summary>
    public float? ClearThreshold { get; init; }

    /// <summary>Weight of a new window of voice in the curve. 0.01 to 1; empty: the model's.</summary>
    public float? Alpha { get; init; }

    /// <summary>What remains of the tension after each half-second of silence. 0.5 to 0.999; empty: the model's.</summary>
    public float? SilenceFactor { get; init; }

    /// <summary>How long the curve must stay at or above the raise threshold. Half-seconds, 1 to 60; empty: the model's.</summary>
    public int? RaiseWindows { get; init; }

    /// <summary>How long it must stay below the clear threshold. Half-seconds, 1 to 120; empty: the model's.</summary>
    public int? ClearWindows { get; init; }

    /// <summary>Voice and words belong to one event when no further apart. Seconds, 1 to 120.</summary>
    public int WordsWithinSeconds { get; init; } = 10;

    /// <summary>A voice that was told and has calmed down since is not told again before, unless it is graver. Seconds, 0 to 3600.</summary>
    public int CoolDownSeconds { get; init; } = 60;

    /// <summary>A number that calls so often is a repeated caller, this call included. 2 to 100; 0: never.</summary>
    public int RepeatedCalls { get; init; } = 3;

    /// <summary>Within so long. Minutes, 1 to 1440.</summary>
    public int RepeatedWithinMinutes { get; init; } = 60;

    /// <summary>From here on a call is a long one. Minutes, 1 to 600; 0: never.</summary>
    public int LongCallMinutes { get; init; } = 15;

    /// <summary>Caller and agent speak at once for more than so much of the last ten seconds. Percent, 5 to 100; 0: never.</summary>
    public int TalkOverPercent { get; init; } = 40;

    public IEnumerable<string> Errors()
    {
        // Of two thresholds one alone is judged with the model's other, when the model is there.
        bool isOneThreshold = RaiseThreshold is null != ClearThreshold is null;
        TensionParameters curve = new TensionParameters { ClearThreshold = isOneThreshold ? 0.01f : 0.5f, RaiseThreshold = isOneThreshold ? 0.99f : 0.75f }.With(this);
        return curve.Errors().Select(error => $"Aggression:{error}").Concat(new[]
        {
            Range(nameof(WordsWithinSeconds), WordsWithinSeconds, 1, 120),
            Range(nameof(CoolDownSeconds), CoolDownSeconds, 0, 3600),
            RepeatedCalls == 0 ? null : Range(nameof(RepeatedCalls), RepeatedCalls, 2, 100),
            Range(nameof(RepeatedWithinMinutes), RepeatedWithinMinutes, 1, 1440),
            LongCallMinutes == 0 ? null : Range(nameof(LongCallMinutes), LongCallMinutes, 1, 600),
            TalkOverPercent == 0 ? null : Range(nameof(TalkOverPercent), TalkOverPercent, 5, 100),
        }.OfType<string>());
    }

    private static string? Range(string name, int value, int least, int most) =>
        value >= least && value <= most ? null : $"Aggression:{name} is {value}; it must be between {least} and {most}.";
}
