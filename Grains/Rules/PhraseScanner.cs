using System.Runtime.InteropServices;

namespace Supervision.Grains.Rules;

/// <summary>A phrase found in the words of an utterance.</summary>
/// <param name="Phrase">Index in <see cref="PhraseTrie.Phrases"/>.</param>
/// <param name="First">Index of its first token.</param>
/// <param name="Last">Index of its last token.</param>
internal readonly record struct PhraseMatch(int Phrase, int First, int Last)
{
    internal bool Contains(PhraseMatch other) => First <= other.First && Last >= other.Last;
}

/// <summary>
/// Walks one lane's utterance through the trie. A partial mostly repeats the one before and adds a word: what both begin with is not
/// walked again. Used by one grain alone.
/// </summary>
internal sealed class PhraseScanner(PhraseTrie trie)
{
    /// <summary>Threads alive at one word; a list would have to be absurd to need as many. Beyond it new ones are not begun.</summary>
    private const int MaxThreads = 256;

    private readonly List<Token> _tokens = [];
    private readonly List<Token> _previous = [];
    private readonly List<PhraseMatch> _matches = [];

    /// <summary>Threads alive after each word, one word's after the other's; <see cref="_ends"/> says where each word's end.</summary>
    private readonly List<Walk> _threads = [];
    private readonly List<int> _ends = [];
    private string _text = "";

    /// <summary>Every match in the words as they stand, exceptions included, in the order of their last words.</summary>
    internal IReadOnlyList<PhraseMatch> Matches => _matches;

    internal IReadOnlyList<Token> Tokens => _tokens;

    /// <summary>Words walked since this scanner was made; for the test that partials are not walked again.</summary>
    internal long Walked { get; private set; }

    internal void Update(string text)
    {
        _previous.Clear();
        _previous.AddRange(_tokens);
        _tokens.Clear();
        _text = text.IsNormalized() ? text : text.Normalize();
        trie.Split(_text, _tokens);
        Rewind(CommonWords());
        for (int i = _ends.Count; i < _tokens.Count; i++)
        {
            Step(i);
        }
    }

    /// <summary>The words of a match as they were heard.</summary>
    internal string Heard(PhraseMatch match) => _text[_tokens[match.First].Start.._tokens[match.Last].End];

    /// <summary>Whether the words so far may yet grow into an exception around <paramref name="match"/>.</summary>
    internal bool MayBecomeException(PhraseMatch match)
    {
        foreach (Walk walk in AliveAfter(_tokens.Count - 1))
        {
            if (walk.Start <= match.First && trie[walk.Node].LeadsToException)
            {
                return true;
            }
        }

        return false;
    }

    internal void Reset()
    {
        _tokens.Clear();
        _text = "";
        Rewind(0);
    }

    /// <summary>Unknown words are all alike here: none of them can match.</summary>
    private int CommonWords()
    {
        int common = 0;
        int most = Math.Min(_previous.Count, _tokens.Count);
        while (common < most && _previous[common].Id == _tokens[common].Id)
        {
            common++;
        }

        return common;
    }

    private void Rewind(int words)
    {
        if (_ends.Count <= words)
        {
            return;
        }

        _ends.RemoveRange(words, _ends.Count - words);
        int alive = words == 0 ? 0 : _ends[^1];
        _threads.RemoveRange(alive, _threads.Count - alive);
        _matches.RemoveAll(match => match.Last >= words);
    }

    private void Step(int position)
    {
        Walked++;
        int token = _tokens[position].Id;
        int from = position < 2 ? 0 : _ends[position - 2];
        int to = position == 0 ? 0 : _ends[position - 1];
        for (int i = from; i < to; i++)
        {
            Walk walk = _threads[i];
            Follow(walk, token, position);
            if (walk.Gap > 0 && trie.MayPassInGap(token))
            {
                _threads.Add(walk with { Gap = walk.Gap - 1 });
            }
        }

        if (to - from < MaxThreads)
        {
            Follow(new Walk(PhraseTrie.Root, position, 0), token, position);
        }

        _ends.Add(_threads.Count);
    }

    private void Follow(Walk walk, int token, int position)
    {
        int next = trie.Next(walk.Node, token);
        if (next == PhraseTrie.None)
        {
            return;
        }

        _threads.Add(new Walk(next, walk.Start, 0));
        if (trie[next].GapNode != PhraseTrie.None)
        {
            _threads.Add(new Walk(trie[next].GapNode, walk.Start, PhraseTrie.GapWords));
        }

        if (trie[next].Phrase != PhraseTrie.None)
        {
            _matches.Add(new PhraseMatch(trie[next].Phrase, walk.Start, position));
        }
    }

    private ReadOnlySpan<Walk> AliveAfter(int position)
    {
        if (position < 0)
        {
            return [];
        }

        int from = position == 0 ? 0 : _ends[position - 1];
        return CollectionsMarshal.AsSpan(_threads)[from.._ends[position]];
    }

    /// <param name="Node">Where it stands.</param>
    /// <param name="Start">Token that it began at.</param>
    /// <param name="Gap">Words that it may still let pass.</param>
    private readonly record struct Walk(int Node, int Start, int Gap);
}
