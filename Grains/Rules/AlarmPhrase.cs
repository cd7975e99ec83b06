using Supervision.Shared.Alarms;

namespace Supervision.Grains.Rules;

/// <summary>One line of a word list.</summary>
/// <param name="Category">Null for an exception: words that, said around a match, take it back.</param>
/// <param name="Severity">Meaningless for an exception.</param>
/// <param name="Pattern">As written.</param>
/// <param name="Line">Where, from 1.</param>
internal sealed record AlarmPhrase(AlarmCategory? Category, AlarmSeverity Severity, string Pattern, int Line)
{
    internal bool IsException => Category is null;
}
