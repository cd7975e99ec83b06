using Supervision.Shared;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Tension;

/// <summary>
/// A score that is known to be of the caller's voice: the only thing that a <see cref="TensionCurve"/> takes, and
/// <see cref="TryOf"/> the only way to have one. The person at work is never scored (Regulation (EU) 2024/1689 art. 5(1)(f)).
/// </summary>
internal readonly record struct CallerScore
{
    private CallerScore(AggressionScore score, float probability)
    {
        (FromMs, ToMs, Probability, Model) = (score.FromMs, score.ToMs, probability, score.Model);
    }

    /// <inheritdoc cref="AggressionScore.FromMs"/>
    internal int FromMs { get; }

    /// <inheritdoc cref="AggressionScore.ToMs"/>
    internal int ToMs { get; }

    /// <summary>0 to 1.</summary>
    internal float Probability { get; }

    /// <inheritdoc cref="AggressionScore.Model"/>
    internal string Model { get; }

    /// <summary>False for another lane than the caller's, and for what is no score: it comes from another process.</summary>
    internal static bool TryOf(Lane lane, AggressionScore score, out CallerScore caller)
    {
        caller = default;
        if (lane != Lane.Caller || !float.IsFinite(score.Probability) || score.FromMs < 0 || score.ToMs <= score.FromMs)
        {
            return false;
        }

        caller = new CallerScore(score, Math.Clamp(score.Probability, 0f, 1f));
        return true;
    }
}
