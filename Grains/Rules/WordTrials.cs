using Supervision.Shared.Alarms;
using Supervision.Shared.Words;

namespace Supervision.Grains.Rules;

/// <summary>Tries a sentence on a list: the same walk and the same judgement as in a call, and what was taken back is told too.</summary>
public static class WordTrials
{
    /// <summary>Characters; the rest of a longer sentence is not looked at.</summary>
    public const int MaxChars = 2000;

    public static WordTrial Try(AlarmWordList list, string sentence)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(sentence);
        var scanner = new PhraseScanner(list.Trie);
        scanner.Update(sentence.Length > MaxChars ? sentence[..MaxChars] : sentence);
        List<WordHit> hits = [];
        foreach (PhraseMatch match in scanner.Matches)
        {
            if (PhraseJudge.IsLeading(scanner, match))
            {
                hits.Add(HitOf(list, scanner, match));
            }
        }

        return new WordTrial(list.Version, [.. hits.DistinctBy(hit => (hit.Line, hit.Start)).OrderBy(hit => hit.Start)]);
    }

    private static WordHit HitOf(AlarmWordList list, PhraseScanner scanner, PhraseMatch match)
    {
        AlarmPhrase phrase = list.Trie.Phrases[match.Phrase];
        Judgement judgement = PhraseJudge.Judge(scanner, match);
        return new WordHit(
            phrase.Category!.Value, phrase.Severity, judgement.Severity, scanner.Heard(match), scanner.Tokens[match.First].Start, phrase.Line, phrase.Pattern)
        {
            Lowered = judgement.Lowered,
            LoweredBy = judgement.By is { } by ? scanner.Heard(by) : "",
        };
    }
}
