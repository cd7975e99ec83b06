using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Rules;

/// <summary>
/// One lane's utterance under way: what its words match, what of it is believed, what was told already. The last words of the utterance
/// before are read again in front of it when little time passed between, so that a breath in the middle of a phrase hides nothing.
/// Used by one grain alone.
/// </summary>
internal sealed class LaneWords(LiveWordList words, Lane lane)
{
    /// <summary>Nine words in ten of calm recorded speech are heard with more, right or wrong.</summary>
    private const float SureConfidence = 0.8f;

    /// <summary>By phrase: how often it was told of this utterance. Counted, because positions shift from partial to partial.</summary>
    private readonly Dictionary<int, int> _told = [];

    /// <summary>What partials of this utterance told, until its final agrees or corrects.</summary>
    private readonly List<Told> _toldEarly = [];

    private readonly WordClock _clock = new();
    private readonly UtteranceTail _tail = new();
    private AlarmWordList _list = words.Current;
    private PhraseScanner _scanner = new(words.Current.Trie);
    private Dictionary<int, Heard> _now = [];
    private Dictionary<int, Heard> _before = [];
    private bool _isUnderWay;
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
        Begin(partial.StartMs);
        _heardAt = now;
        Read(partial.Text);
        _clock.Arrive(_scanner.Tokens.Length, partial.StartMs, now);
        Tell(Belief.IfRepeated, found);
    }

    internal void OnFinal(Utterance utterance, List<WordFinding> found)
    {
        if (utterance.Kind != UtteranceKind.Speech)
        {
            Reset();
            return;
        }

        Begin(utterance.StartMs);
        Read(utterance.Text);
        _clock.Settle(_scanner, _tail.Count, utterance);
        Tell(Belief.Final, found, utterance);
        Correct(found);
        _tail.Keep(_scanner, _clock, utterance.EndMs);
        End();
    }

    internal void Settle(DateTimeOffset now, List<WordFinding> found)
    {
        if (IsWaiting && now - _heardAt >= WordRule.Standing)
        {
            Tell(Belief.Standing, found);
        }
    }

    /// <summary>Nothing that was heard before counts any more.</summary>
    internal void Reset()
    {
        _tail.Forget();
        End();
    }

    /// <summary>A list that was published since takes effect here: with the first words of an utterance.</summary>
    private void Begin(int startMs)
    {
        if (_isUnderWay)
        {
            return;
        }

        _isUnderWay = true;
        if (words.Current is var current && current != _list)
        {
            _list = current;
            _scanner = new PhraseScanner(current.Trie);
        }

        _tail.Join(_scanner, startMs);
        _clock.Begin(_tail);
    }

    private void End()
    {
        _isUnderWay = false;
        _scanner.Reset();
        _told.Clear();
        _toldEarly.Clear();
        _now.Clear();
        _before.Clear();
        IsWaiting = false;
    }

    private void Read(string text) => _scanner.Update(_tail.Count == 0 ? text : $"{_tail.Text} {text}");

    private void Tell(Belief belief, List<WordFinding> found, Utterance? final = null)
    {
        (_before, _now) = (_now, _before);
        _now.Clear();
        IsWaiting = false;
        foreach (PhraseMatch match in _scanner.Matches)
        {
            if (IsCounted(match, out int ordinal, out Judgement judgement) && ordinal > _told.GetValueOrDefault(match.Phrase))
            {
                Tell(match, ordinal, judgement, belief, found, final);
            }
        }
    }

    private void Tell(PhraseMatch match, int ordinal, Judgement judgement, Belief belief, List<WordFinding> found, Utterance? final)
    {
        AlarmCategory category = _list.Trie.Phrases[match.Phrase].Category!.Value;
        bool isLoneInsult = match.First == match.Last && category is (AlarmCategory.Insult or AlarmCategory.DiscriminatoryInsult);
        if (isLoneInsult && IsDoubtful(match, final))
        {
            return;
        }

        bool isUndecided = belief != Belief.Final && (isLoneInsult || _scanner.MayBecomeException(match));
        if (isUndecided || (belief == Belief.IfRepeated && ordinal > _before.GetValueOrDefault(match.Phrase).Times))
        {
            IsWaiting = true;
            return;
        }

        _told[match.Phrase] = ordinal;
        var reason = new AlarmReason(
            WordRule.NameOf(category), _scanner.Heard(match), lane, _clock[match.First], _list.Version, Score: null, Threshold: null)
        {
            Lowered = judgement.Lowered,
        };
        var finding = new WordFinding(category, judgement.Severity!.Value, reason);
        found.Add(finding);
        if (belief != Belief.Final)
        {
            _toldEarly.Add(new Told(match.Phrase, ordinal, finding));
        }
    }

    /// <summary>What the final lowers or takes back is told once more; what it does not hold at all stays as it was told.</summary>
    private void Correct(List<WordFinding> found)
    {
        foreach (Told told in _toldEarly)
        {
            if (Occurrence(told.Phrase, told.Times) is not { } match)
            {
                continue;
            }

            Judgement judgement = PhraseJudge.Judge(_scanner, match);
            if (judgement.Lowered is not null && (judgement.Severity is not { } severity || severity < told.Finding.Severity))
            {
                found.Add(told.Finding with
                {
                    Severity = judgement.Severity ?? AlarmSeverity.Notice,
                    Reason = told.Finding.Reason with { Lowered = judgement.Lowered },
                    Corrects = told.Finding.Reason,
                });
            }
        }
    }

    /// <summary>Where a phrase stands for the n-th time in this utterance; null where it does not, or inside a graver one that is told by itself.</summary>
    private PhraseMatch? Occurrence(int phrase, int times)
    {
        int last = -1;
        foreach (PhraseMatch match in _scanner.Matches)
        {
            if (match.Phrase == phrase && match.Last >= _tail.Count && match.First > last && PhraseJudge.IsLeading(_scanner, match) && --times == 0)
            {
                return match;
            }

            last = match.Phrase == phrase ? Math.Max(last, match.Last) : last;
        }

        return null;
    }

    /// <summary>
    /// One word is what a recogniser guesses most easily in something else: alone it waits for the final, which says how sure of it it is.
    /// </summary>
    private bool IsDoubtful(PhraseMatch match, Utterance? final)
    {
        string heard = _scanner.Heard(match);
        return final?.Words.LastOrDefault(word => string.Equals(word.Text, heard, StringComparison.OrdinalIgnoreCase)) is { Confidence: < SureConfidence };
    }

    /// <summary>False for what was told with the utterance before, is inside something longer, is taken back, or overlaps its like.</summary>
    private bool IsCounted(PhraseMatch match, out int ordinal, out Judgement judgement)
    {
        ordinal = 0;
        judgement = default;
        if (match.Last < _tail.Count || !PhraseJudge.IsLeading(_scanner, match))
        {
            return false;
        }

        judgement = PhraseJudge.Judge(_scanner, match);
        Heard heard = _now.GetValueOrDefault(match.Phrase);
        if (judgement.Severity is null || (heard.Times > 0 && match.First <= heard.LastToken))
        {
            return false;
        }

        ordinal = heard.Times + 1;
        _now[match.Phrase] = new Heard(ordinal, match.Last);
        return true;
    }

    /// <summary>What a partial told.</summary>
    /// <param name="Phrase">Of the list.</param>
    /// <param name="Times">Which of its occurrences in the utterance, from 1.</param>
    /// <param name="Finding">As it was told.</param>
    private readonly record struct Told(int Phrase, int Times, WordFinding Finding);

    /// <param name="Times">How often a phrase stands in the words.</param>
    /// <param name="LastToken">Where its last occurrence ends.</param>
    private readonly record struct Heard(int Times, int LastToken);
}
