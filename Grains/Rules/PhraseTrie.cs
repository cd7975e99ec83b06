using System.Collections.Frozen;

namespace Supervision.Grains.Rules;

/// <summary>
/// All phrases of a list as one trie whose edges each take one of several words, with edges that let a few words pass. Immutable, shared
/// by all calls; a <see cref="PhraseScanner"/> walks it.
/// </summary>
internal sealed class PhraseTrie
{
    /// <summary>Node where every phrase begins.</summary>
    internal const int Root = 0;

    /// <summary>No such node or phrase.</summary>
    internal const int None = -1;

    /// <summary>Words that <c>...</c> in a phrase lets pass, at most.</summary>
    internal const int GapWords = 5;

    private const int BitsOfPart = 64;

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lexicon;
    private readonly Func<ReadOnlySpan<char>, int> _idOf;
    private readonly Node[] _nodes;
    private readonly PassingWord[] _passing;

    /// <summary>By word and symbol: whether the symbol takes the word.</summary>
    private readonly ulong[] _takes;

    private readonly int _partsOfWord;

    /// <summary>By word: where the root's edges lead. The root has hundreds of edges, and every word is tried on it.</summary>
    private readonly int[][] _fromRoot;

    /// <param name="lexicon">Every word, folded.</param>
    /// <param name="symbols">By symbol: the words that it takes.</param>
    /// <param name="passing">By word: whether it may pass between the words of a phrase.</param>
    /// <param name="nodes">The root first.</param>
    /// <param name="phrases">Lines of the list and cues.</param>
    /// <param name="foldAccents">Whether é is e.</param>
    internal PhraseTrie(
        Dictionary<string, int> lexicon,
        IReadOnlyList<int[]> symbols,
        PassingWord[] passing,
        Node[] nodes,
        AlarmPhrase[] phrases,
        bool foldAccents)
    {
        _lexicon = lexicon.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _idOf = IdOf;
        _nodes = nodes;
        _passing = passing;
        Phrases = phrases;
        FoldAccents = foldAccents;
        _partsOfWord = (symbols.Count + BitsOfPart - 1) / BitsOfPart;
        _takes = new ulong[lexicon.Count * _partsOfWord];
        for (int symbol = 0; symbol < symbols.Count; symbol++)
        {
            foreach (int word in symbols[symbol])
            {
                _takes[(word * _partsOfWord) + (symbol / BitsOfPart)] |= 1UL << (symbol % BitsOfPart);
            }
        }

        _fromRoot = new int[lexicon.Count][];
        for (int word = 0; word < _fromRoot.Length; word++)
        {
            _fromRoot[word] = [.. nodes[Root].Edges.Where(edge => Takes(edge.Symbol, word)).Select(edge => edge.Next)];
        }
    }

    internal IReadOnlyList<AlarmPhrase> Phrases { get; }

    internal int NodeCount => _nodes.Length;

    internal bool FoldAccents { get; }

    internal ref readonly Node this[int node] => ref _nodes[node];

    internal void Split(string text, List<Token> tokens) => FrenchTokens.Split(text, FoldAccents, _idOf, tokens);

    /// <summary>Nodes that a phrase may begin with by this word.</summary>
    internal ReadOnlySpan<int> FromRoot(int token) => token == FrenchTokens.Unknown ? [] : _fromRoot[token];

    internal bool Takes(int symbol, int token) =>
        token != FrenchTokens.Unknown && (_takes[(token * _partsOfWord) + (symbol / BitsOfPart)] >> (symbol % BitsOfPart) & 1) != 0;

    internal PassingWord Passing(int token) => token == FrenchTokens.Unknown ? PassingWord.No : _passing[token];

    /// <summary>A negation never hides in a gap: "je vais ... te tuer" is not "je vais sûrement pas te tuer".</summary>
    internal bool MayPassInGap(int token) => Passing(token) is PassingWord.No or PassingWord.Filler;

    private int IdOf(ReadOnlySpan<char> token)
    {
        Span<char> folded = stackalloc char[FrenchTokens.MaxTokenChars + 2];
        return _lexicon.TryGetValue(folded[..FrenchSounds.Fold(token, folded)], out int id) ? id : FrenchTokens.Unknown;
    }

    /// <param name="Phrase">Index of the list's phrase that ends here, or <see cref="None"/>.</param>
    /// <param name="Cue">Index of the cue that ends here, or <see cref="None"/>.</param>
    /// <param name="GapNode">Node reached by a gap, or <see cref="None"/>.</param>
    /// <param name="LeadsToException">Whether an exception may still complete beyond this node.</param>
    /// <param name="Edges">Where words lead from here.</param>
    internal readonly record struct Node(int Phrase, int Cue, int GapNode, bool LeadsToException, Edge[] Edges);

    /// <param name="Symbol">Which words it takes.</param>
    /// <param name="Next">Node behind it.</param>
    internal readonly record struct Edge(int Symbol, int Next);
}

/// <summary>Whether a word may pass between the words of a phrase that does not name it, and what that means.</summary>
internal enum PassingWord : byte
{
    No,

    /// <summary>"Euh", "vraiment", "tous": means nothing.</summary>
    Filler,

    /// <summary>"Ne" alone does not negate: "j'ai peur qu'il ne me tue".</summary>
    WeakNegation,

    /// <summary>"Pas", "jamais": the phrase is negated.</summary>
    Negation,
}
