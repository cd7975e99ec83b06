using Supervision.Shared.Alarms;

namespace Supervision.Grains.Rules;

/// <summary>One line of a word list, or one cue of the built-in French context.</summary>
/// <param name="Category">Null for an exception (words that, said around a match, take it back) and for a cue.</param>
/// <param name="Severity">Meaningless for an exception and for a cue.</param>
/// <param name="Pattern">As written.</param>
/// <param name="Line">Where, from 1.</param>
internal sealed record AlarmPhrase(AlarmCategory? Category, AlarmSeverity Severity, string Pattern, int Line)
{
    /// <summary>What the words around a phrase mean for it; null for a line of the list.</summary>
    internal ContextCue? Cue { get; init; }

    internal bool IsException => Category is null && Cue is null;
}
