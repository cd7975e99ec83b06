namespace Supervision.Grains.Tension;

/// <summary>
/// What a tension curve is made with: the numbers that were chosen together with the acoustic model (its model.json), with the
/// overrides of <see cref="AggressionSettings"/>.
/// </summary>
public sealed record TensionParameters
{
    /// <summary>The voice is aggressive from here on, when it lasts.</summary>
    public float RaiseThreshold { get; init; } = 0.7f;

    /// <summary>Below it no longer; from here on the voice is tense.</summary>
    public float ClearThreshold { get; init; } = 0.5f;

    /// <summary>After so much speech half of the way to a new score is gone, in ms.</summary>
    public int HalfLifeMs { get; init; } = 1000;

    /// <summary>In silence the tension halves in so long, in ms.</summary>
    public int SilenceHalfLifeMs { get; init; } = 6000;

    /// <summary>The curve must stay above <see cref="RaiseThreshold"/> for so long, in ms.</summary>
    public int MinimumMs { get; init; } = 1000;

    /// <summary>With what the settings say instead.</summary>
    public TensionParameters With(AggressionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new TensionParameters
        {
            RaiseThreshold = settings.RaiseThreshold ?? RaiseThreshold,
            ClearThreshold = settings.ClearThreshold ?? ClearThreshold,
            HalfLifeMs = settings.HalfLifeMs ?? HalfLifeMs,
            SilenceHalfLifeMs = settings.SilenceHalfLifeMs ?? SilenceHalfLifeMs,
            MinimumMs = settings.MinimumMs ?? MinimumMs,
        };
    }

    /// <summary>One sentence for each number that cannot be used; empty when all can.</summary>
    public IEnumerable<string> Errors()
    {
        if (!(RaiseThreshold is >= 0.05f and <= 0.99f))
        {
            yield return $"RaiseThreshold is {RaiseThreshold}; it must be between 0.05 and 0.99.";
        }

        if (!(ClearThreshold >= 0.01f && ClearThreshold < RaiseThreshold))
        {
            yield return $"ClearThreshold is {ClearThreshold}; it must be at least 0.01 and below RaiseThreshold ({RaiseThreshold}).";
        }

        if (HalfLifeMs is < 50 or > 30_000)
        {
            yield return $"HalfLifeMs is {HalfLifeMs}; it must be between 50 and 30000.";
        }

        if (SilenceHalfLifeMs is < 500 or > 120_000)
        {
            yield return $"SilenceHalfLifeMs is {SilenceHalfLifeMs}; it must be between 500 and 120000.";
        }

        if (MinimumMs is < 0 or > 30_000)
        {
            yield return $"MinimumMs is {MinimumMs}; it must be between 0 and 30000.";
        }
    }
}
