using System.Runtime.InteropServices;

namespace Supervision.Grains.Rules;

/// <summary>A phrase found in the words of an utterance.</summary>
/// <param name="Phrase">Index in <see cref="PhraseTrie.Phrases"/>.</param>
/// <param name="First">Index of its first token.</param>
/// <param name="Last">Index of its last token.</param>
/// <param name="IsNegated">A negation stands between its words.</param>
internal readonly record struct PhraseMatch(int Phrase, int First, int Last, bool IsNegated)
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

    /// <summary>Words that may pass between two words of a phrase: "je vais quand même vraiment te tuer".</summary>
    private const int MaxPassing = 4;

    private readonly List<Token> _tokens = [];
    private readonly List<Token> _previous = [];
    private readonly List<PhraseMatch> _matches = [];

    /// <summary>Threads alive after each word, one word's after the other's; <see cref="_ends"/> says where each word's end.</summary>
    private readonly List<Walk> _threads = [];
    private readonly List<int> _ends = [];
    private string _text = "";

    /// <summary>Every match in the words as they stand, exceptions and cues included, in the order of their last words.</summary>
    internal ReadOnlySpan<PhraseMatch> Matches => CollectionsMarshal.AsSpan(_matches);

    internal ReadOnlySpan<Token> Tokens => CollectionsMarshal.AsSpan(_tokens);

    internal PhraseTrie Trie => trie;

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

    /// <summary>The last words, as they were heard; all of them when there are fewer.</summary>
    internal string Tail(int words) => _tokens.Count == 0 ? "" : _text[_tokens[Math.Max(0, _tokens.Count - words)].Start.._tokens[^1].End];

    /// <summary>Whether the words so far may yet grow into an exception around <paramref name="match"/> or on from its end.</summary>
    internal bool MayBecomeException(PhraseMatch match)
    {
        foreach (Walk walk in AliveAfter(_tokens.Count - 1))
        {
            if (walk.Start <= match.Last && trie[walk.Node].LeadsToException)
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
        PassingWord passing = trie.Passing(token);
        bool isStammer = position > 0 && token != FrenchTokens.Unknown && token == _tokens[position - 1].Id;
        for (int i = from; i < to; i++)
        {
            Walk walk = _threads[i];
            foreach (PhraseTrie.Edge edge in trie[walk.Node].Edges)
            {
                if (trie.Takes(edge.Symbol, token))
                {
                    Arrive(walk with { Node = edge.Next, Gap = 0, Passed = 0 }, position);
                }
            }

            if (walk.Gap > 0 && trie.MayPassInGap(token))
            {
                _threads.Add(walk with { Gap = (byte)(walk.Gap - 1) });
            }
            else if ((passing != PassingWord.No || isStammer) && walk.Passed < MaxPassing)
            {
                Pass(walk, passing);
            }
        }

        if (to - from < MaxThreads)
        {
            foreach (int next in trie.FromRoot(token))
            {
                Arrive(new Walk(next, position, 0, 0, false), position);
            }
        }

        _ends.Add(_threads.Count);
    }

    /// <summary>A gap lets no negation in, so the words before one have nothing to negate.</summary>
    private void Pass(Walk walk, PassingWord passing)
    {
        if (walk.Gap == 0 && trie[walk.Node].Edges.Length > 0)
        {
            _threads.Add(walk with
            {
                Passed = (byte)(walk.Passed + 1),
                IsNegated = walk.IsNegated || passing == PassingWord.Negation,
            });
        }
    }

    private void Arrive(Walk walk, int position)
    {
        ref readonly PhraseTrie.Node node = ref trie[walk.Node];
        _threads.Add(walk);
        if (node.GapNode != PhraseTrie.None)
        {
            _threads.Add(walk with { Node = node.GapNode, Gap = PhraseTrie.GapWords });
        }

        if (node.Phrase != PhraseTrie.None)
        {
            _matches.Add(new PhraseMatch(node.Phrase, walk.Start, position, walk.IsNegated));
        }

        if (node.Cue != PhraseTrie.None)
        {
            _matches.Add(new PhraseMatch(node.Cue, walk.Start, position, walk.IsNegated));
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
    /// <param name="Passed">Fillers and negations since its last word.</param>
    /// <param name="IsNegated">A negation was among them, anywhere.</param>
    private readonly record struct Walk(int Node, int Start, byte Gap, byte Passed, bool IsNegated);
}
