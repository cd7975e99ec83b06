using Supervision.Shared.Alarms;

namespace Supervision.Grains.Rules;

/// <summary>What a match counts for, seen in the words around it.</summary>
/// <param name="Severity">Null when it is taken back.</param>
/// <param name="Lowered">Null when it counts as the list says.</param>
/// <param name="By">The words that lowered it; null when no words of their own did.</param>
internal readonly record struct Judgement(AlarmSeverity? Severity, WordLowering? Lowered, PhraseMatch? By);

/// <summary>
/// Judges matches by the words around them: exceptions of the list, negation, somebody else's words, conditionals, the past, insults that
/// are not for who listens. The cues come from <c>french-context.txt</c>, the weights are here. Stateless.
/// </summary>
internal static class PhraseJudge
{
    /// <summary>Words that may stand between "il m'a dit" and what was said.</summary>
    private const int ReportDistance = 2;

    /// <summary>The same for an insult, which a report takes back whole: "on m'a dit de rappeler, connard" is no report.</summary>
    private const int InsultReportDistance = 1;

    /// <summary>Words between what happened and when.</summary>
    private const int PastDistance = 6;

    /// <summary>Takes back whatever it is applied to.</summary>
    private const int All = 3;

    /// <summary>False for what is itself no phrase, is inside a longer and at least as grave one, or is the same words as one before.</summary>
    internal static bool IsLeading(PhraseScanner scanner, PhraseMatch match)
    {
        AlarmPhrase phrase = scanner.Trie.Phrases[match.Phrase];
        if (phrase.Category is null)
        {
            return false;
        }

        foreach (PhraseMatch other in scanner.Matches)
        {
            AlarmPhrase otherPhrase = scanner.Trie.Phrases[other.Phrase];
            if (otherPhrase.Category is not null && other.Contains(match) && otherPhrase.Severity >= phrase.Severity && Leads(other, otherPhrase, match, phrase))
            {
                return false;
            }
        }

        return true;
    }

    internal static Judgement Judge(PhraseScanner scanner, PhraseMatch match)
    {
        AlarmPhrase phrase = scanner.Trie.Phrases[match.Phrase];
        AlarmCategory category = phrase.Category!.Value;
        int steps = match.IsNegated ? All : 0;
        WordLowering? lowered = match.IsNegated ? WordLowering.Negated : null;
        PhraseMatch? by = null;
        bool isDirect = false;
        foreach (PhraseMatch other in scanner.Matches)
        {
            AlarmPhrase around = scanner.Trie.Phrases[other.Phrase];
            isDirect |= around.Cue == ContextCue.Direct && IsJustBefore(other, match);
            if (Lowering(around, other, match, IsInsult(category)) is { } reason && Steps(reason, category) is var more && more > steps)
            {
                (steps, lowered, by) = (more, reason, other);
            }
        }

        if (lowered == WordLowering.ThirdParty && isDirect)
        {
            (steps, lowered, by) = (0, null, null);
        }

        AlarmSeverity? severity = (int)phrase.Severity > steps ? (AlarmSeverity)((int)phrase.Severity - steps) : null;
        return new Judgement(severity, lowered, by);
    }

    /// <summary>Of two matches of the same words the graver leads, then the one whose line comes first.</summary>
    private static bool Leads(PhraseMatch other, AlarmPhrase otherPhrase, PhraseMatch match, AlarmPhrase phrase)
    {
        if (!match.Contains(other))
        {
            return true;
        }

        return otherPhrase.Severity > phrase.Severity || other.Phrase < match.Phrase
            || (other.Phrase == match.Phrase && !other.IsNegated && match.IsNegated);
    }

    private static bool IsInsult(AlarmCategory category) => category is AlarmCategory.Insult or AlarmCategory.DiscriminatoryInsult;

    private static WordLowering? Lowering(AlarmPhrase around, PhraseMatch cue, PhraseMatch match, bool isInsult)
    {
        int reportDistance = isInsult ? InsultReportDistance : ReportDistance;
        if (around.IsException)
        {
            return IsAround(cue, match) ? WordLowering.Exception : null;
        }

        return around.Cue switch
        {
            ContextCue.Negation when IsJustBefore(cue, match) => WordLowering.Negated,
            ContextCue.NegationAfter when IsJustBefore(match, cue) => WordLowering.Negated,
            ContextCue.Report when cue.First <= match.First && cue.Last >= match.First - 1 - reportDistance => WordLowering.Reported,
            ContextCue.ReportAfter when IsJustBefore(match, cue) => WordLowering.Reported,
            ContextCue.Conditional when cue.First <= match.First && cue.Last >= match.First => WordLowering.Conditional,
            ContextCue.Hypothesis when IsJustBefore(cue, match) || (cue.First < match.First && cue.Last >= match.First)
                => WordLowering.Hypothetical,
            ContextCue.Past when cue.First - match.Last <= PastDistance && match.First - cue.Last <= PastDistance => WordLowering.Past,
            ContextCue.ThirdParty when IsJustBefore(cue, match) => WordLowering.ThirdParty,
            ContextCue.Self when IsJustBefore(cue, match) => WordLowering.Self,
            ContextCue.SelfAfter when IsJustBefore(match, cue) => WordLowering.Self,
            _ => null,
        };
    }

    /// <summary>
    /// An exception takes back what it holds, and what ends in its beginning: "pistolet à colle" takes back "j'ai un pistolet".
    /// </summary>
    private static bool IsAround(PhraseMatch exception, PhraseMatch match) =>
        exception.Contains(match) || (exception.First <= match.Last && exception.First > match.First && exception.Last > match.Last);

    private static bool IsJustBefore(PhraseMatch one, PhraseMatch other) => one.Last == other.First - 1;

    /// <summary>
    /// How much a reason weighs. An insult that is told of hurts nobody here; a threat that is told of still stands over somebody. Who is
    /// in danger or in distress may say it in whatever words: only a hypothesis, an exception or a negation takes that back.
    /// </summary>
    private static int Steps(WordLowering reason, AlarmCategory category)
    {
        bool isInsult = IsInsult(category);
        bool isThreat = category is AlarmCategory.Threat or AlarmCategory.DeathThreat or AlarmCategory.PropertyThreat;
        bool isWeapon = category == AlarmCategory.Weapon;
        bool isEmergency = category == AlarmCategory.Emergency;
        return reason switch
        {
            WordLowering.Exception => All,
            WordLowering.Negated => All,
            WordLowering.Reported => isInsult ? All : isThreat || isWeapon ? 1 : 0,
            WordLowering.Conditional => isThreat || isInsult ? 1 : 0,
            WordLowering.Hypothetical => isEmergency || isWeapon ? All : isThreat ? 1 : 0,
            WordLowering.Past => isEmergency || isWeapon ? 1 : 0,
            WordLowering.ThirdParty => isInsult ? 1 : 0,
            WordLowering.Self => isInsult ? All : 0,
            _ => 0,
        };
    }
}
