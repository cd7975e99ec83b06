using Supervision.Shared.Alarms;

namespace Supervision.Shared.Words;

/// <summary>What a list hears in a sentence that somebody tries.</summary>
/// <param name="Version">Of the list that was asked.</param>
/// <param name="Hits">In the order of the words; what was taken back is among them.</param>
public sealed record WordTrial(string Version, IReadOnlyList<WordHit> Hits);

/// <summary>A phrase heard in a sentence.</summary>
/// <param name="Category">Of the list's line.</param>
/// <param name="ListSeverity">Of the list's line.</param>
/// <param name="Severity">What an alarm would have; null when it was taken back.</param>
/// <param name="Heard">The words as said.</param>
/// <param name="Start">Of the first character in the sentence.</param>
/// <param name="Line">Number of the list's line.</param>
/// <param name="Pattern">The list's line.</param>
public sealed record WordHit(
    AlarmCategory Category, AlarmSeverity ListSeverity, AlarmSeverity? Severity, string Heard, int Start, int Line, string Pattern)
{
    /// <summary>Why it counts less; null when it does not.</summary>
    public WordLowering? Lowered { get; init; }

    /// <summary>The words that made it count less, as said; empty when none stand for it.</summary>
    public string LoweredBy { get; init; } = "";
}
