using Supervision.Shared.Calls;

namespace Supervision.Grains.Rules;

/// <summary>
/// When each word of an utterance was said, on the call's clock. A final tells it; for a partial it is reckoned from when its words
/// came: the first partial comes as long after the utterance's start as each later word after its own. Used by one grain alone.
/// </summary>
internal sealed class WordClock
{
    private readonly List<int> _startMs = [];
    private readonly List<Token> _tokens = [];
    private DateTimeOffset? _firstAt;

    /// <summary>Of a word by its index, in ms.</summary>
    internal int this[int word] => word < _startMs.Count ? _startMs[word] : _startMs.Count > 0 ? _startMs[^1] : 0;

    internal void Begin(UtteranceTail tail)
    {
        _firstAt = null;
        _startMs.Clear();
        for (int i = 0; i < tail.Count; i++)
        {
            _startMs.Add(i < tail.Times.Count ? tail.Times[i] : 0);
        }
    }

    /// <summary>A partial with so many words in all came now.</summary>
    internal void Arrive(int words, int startMs, DateTimeOffset now)
    {
        _firstAt ??= now;
        if (_startMs.Count > words)
        {
            _startMs.RemoveRange(words, _startMs.Count - words);
        }

        int atMs = startMs + (int)(now - _firstAt.Value).TotalMilliseconds;
        while (_startMs.Count < words)
        {
            _startMs.Add(atMs);
        }
    }

    /// <summary>The final: its words bring their times; without them, what partials told stays, or the utterance's start.</summary>
    internal void Settle(PhraseScanner scanner, int tail, Utterance utterance)
    {
        int words = scanner.Tokens.Length;
        if (utterance.Words.Count > 0)
        {
            _startMs.RemoveRange(tail, _startMs.Count - tail);
            foreach (Word word in utterance.Words)
            {
                _tokens.Clear();
                scanner.Trie.Split(word.Text, _tokens);
                for (int i = 0; i < _tokens.Count; i++)
                {
                    _startMs.Add(word.StartMs);
                }
            }
        }

        while (_startMs.Count < words)
        {
            _startMs.Add(utterance.StartMs);
        }
    }
}
