namespace Supervision.Grains.Tension;

/// <summary>
/// What a tension curve is made with: the numbers that the acoustic model's thresholds were chosen with (its model.json), with the
/// overrides of <see cref="AggressionSettings"/>.
/// </summary>
public sealed record TensionParameters
{
    /// <summary>From one window's end to the next one's.</summary>
    public const int HopMs = 500;

    /// <summary>Weight of a new window, 0 to 1.</summary>
    public float Alpha { get; init; } = 0.35f;

    /// <summary>Before the first window, and after each interruption.</summary>
    public float Initial { get; init; }

    /// <summary>What remains of the tension after each <see cref="HopMs"/> in which the caller is silent, 0 to 1.</summary>
    public float SilenceFactor { get; init; } = 0.95f;

    /// <summary>The voice is aggressive from here on, when it lasts.</summary>
    public float RaiseThreshold { get; init; } = 0.75f;

    /// <summary>Below it no longer, when it lasts; from here on the voice is tense.</summary>
    public float ClearThreshold { get; init; } = 0.5f;

    /// <summary>So many hops in a row at or above <see cref="RaiseThreshold"/>.</summary>
    public int RaiseWindows { get; init; } = 2;

    /// <summary>So many hops in a row below <see cref="ClearThreshold"/>.</summary>
    public int ClearWindows { get; init; } = 4;

    /// <summary>The tension of a silent caller halves in so long, in ms.</summary>
    public int SilenceHalfLifeMs => SilenceFactor is > 0 and < 1 ? (int)Math.Round(HopMs * Math.Log(0.5) / Math.Log(SilenceFactor)) : 0;

    /// <summary>With what the settings say instead.</summary>
    public TensionParameters With(AggressionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return this with
        {
            Alpha = settings.Alpha ?? Alpha,
            SilenceFactor = settings.SilenceFactor ?? SilenceFactor,
            RaiseThreshold = settings.RaiseThreshold ?? RaiseThreshold,
            ClearThreshold = settings.ClearThreshold ?? ClearThreshold,
            RaiseWindows = settings.RaiseWindows ?? RaiseWindows,
            ClearWindows = settings.ClearWindows ?? ClearWindows,
        };
    }

    /// <summary>One sentence for each number that cannot be used; empty when all can.</summary>
    public IEnumerable<string> Errors() => new[]
    {
        Range(nameof(Alpha), Alpha, 0.01f, 1f),
        Range(nameof(Initial), Initial, 0f, 0.5f),
        Range(nameof(SilenceFactor), SilenceFactor, 0.5f, 0.999f),
        Range(nameof(RaiseThreshold), RaiseThreshold, 0.05f, 0.99f),
        Range(nameof(ClearThreshold), ClearThreshold, 0.01f, 0.98f)
            ?? (ClearThreshold < RaiseThreshold ? null : FormattableString.Invariant(
                $"ClearThreshold is {ClearThreshold}; it must be below RaiseThreshold, which is {RaiseThreshold}.")),
        Range(nameof(RaiseWindows), RaiseWindows, 1, 60),
        Range(nameof(ClearWindows), ClearWindows, 1, 120),
    }.OfType<string>();

    private static string? Range(string name, float value, float least, float most) =>
        value >= least && value <= most ? null : FormattableString.Invariant($"{name} is {value}; it must be between {least} and {most}.");
}
