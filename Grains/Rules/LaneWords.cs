using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Rules;

/// <summary>
/// One lane's utterance under way: what its words match, what of it is believed, what was told already. Used by one grain alone.
/// </summary>
internal sealed class LaneWords(AlarmWordList list, Lane lane)
{
    private readonly PhraseScanner _scanner = new(list.Trie);

    /// <summary>By phrase: how often it was told of this utterance. Counted, because positions shift from partial to partial.</summary>
    private readonly Dictionary<int, int> _told = [];

    private Dictionary<int, Heard> _now = [];
    private Dictionary<int, Heard> _before = [];
    private int _startMs;
    private DateTimeOffset _heardAt;

    /// <summary>Why a match is believed.</summary>
    private enum Belief
    {
        /// <summary>Only if the partial before held it too.</summary>
        IfRepeated,

        /// <summary>The partial stood for long enough.</summary>
        Standing,

        /// <summary>Nothing will change it.</summary>
        Final,
    }

    /// <summary>Whether the partial holds something that is not believed yet.</summary>
    internal bool IsWaiting { get; private set; }

    internal void OnPartial(PartialUtterance partial, DateTimeOffset now, List<WordFinding> found)
    {
        _startMs = partial.StartMs;
        _heardAt = now;
        _scanner.Update(partial.Text);
        Tell(Belief.IfRepeated, null, found);
    }

    internal void OnFinal(Utterance utterance, List<WordFinding> found)
    {
        if (utterance.Kind == UtteranceKind.Speech)
        {
            _startMs = utterance.StartMs;
            _scanner.Update(utterance.Text);
            Tell(Belief.Final, utterance, found);
        }

        Reset();
    }

    internal void Settle(DateTimeOffset now, List<WordFinding> found)
    {
        if (IsWaiting && now - _heardAt >= WordRule.Standing)
        {
            Tell(Belief.Standing, null, found);
        }
    }

    internal void Reset()
    {
        _scanner.Reset();
        _told.Clear();
        _now.Clear();
        _before.Clear();
        IsWaiting = false;
    }

    private void Tell(Belief belief, Utterance? utterance, List<WordFinding> found)
    {
        (_before, _now) = (_now, _before);
        _now.Clear();
        IsWaiting = false;
        foreach (PhraseMatch match in _scanner.Matches)
        {
            if (IsCounted(match, out int ordinal) && ordinal > _told.GetValueOrDefault(match.Phrase))
            {
                Tell(match, ordinal, belief, utterance, found);
            }
        }
    }

    private void Tell(PhraseMatch match, int ordinal, Belief belief, Utterance? utterance, List<WordFinding> found)
    {
        bool isUndecided = belief != Belief.Final && _scanner.MayBecomeException(match);
        if (isUndecided || (belief == Belief.IfRepeated && ordinal > _before.GetValueOrDefault(match.Phrase).Times))
        {
            IsWaiting = true;
            return;
        }

        _told[match.Phrase] = ordinal;
        AlarmPhrase phrase = list.Trie.Phrases[match.Phrase];
        var reason = new AlarmReason(
            WordRule.NameOf(phrase.Category!.Value),
            _scanner.Heard(match),
            lane,
            utterance is null ? _startMs : StartOf(utterance, match),
            list.Version,
            Score: null,
            Threshold: null);
        found.Add(new WordFinding(phrase.Category.Value, phrase.Severity, reason));
    }

    /// <summary>False for what is an exception, inside one, inside a longer match of its kind, or the same words matched twice.</summary>
    private bool IsCounted(PhraseMatch match, out int ordinal)
    {
        ordinal = 0;
        AlarmPhrase phrase = list.Trie.Phrases[match.Phrase];
        if (phrase.IsException)
        {
            return false;
        }

        foreach (PhraseMatch other in _scanner.Matches)
        {
            AlarmPhrase otherPhrase = list.Trie.Phrases[other.Phrase];
            bool isGraverAndLonger = otherPhrase.Category == phrase.Category && otherPhrase.Severity >= phrase.Severity
                && other.Last - other.First > match.Last - match.First;
            if (other.Contains(match) && (otherPhrase.IsException || isGraverAndLonger))
            {
                return false;
            }
        }

        Heard heard = _now.GetValueOrDefault(match.Phrase);
        if (heard.Times > 0 && match.First <= heard.LastToken)
        {
            return false;
        }

        ordinal = heard.Times + 1;
        _now[match.Phrase] = new Heard(ordinal, match.Last);
        return true;
    }

    /// <summary>Start of the word that holds the match's first token; of the utterance when its words are not told.</summary>
    private int StartOf(Utterance utterance, PhraseMatch match)
    {
        var tokens = new List<Token>();
        foreach (Word word in utterance.Words)
        {
            list.Trie.Split(word.Text, tokens);
            if (tokens.Count > match.First)
            {
                return word.StartMs;
            }
        }

        return utterance.StartMs;
    }

    /// <param name="Times">How often a phrase stands in the words.</param>
    /// <param name="LastToken">Where its last occurrence ends.</param>
    private readonly record struct Heard(int Times, int LastToken);
}
