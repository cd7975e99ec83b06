using System.Collections.Frozen;

namespace Supervision.Grains.Rules;

/// <summary>
/// All phrases of a list as one trie of token ids, with edges that let a few words pass. Immutable, shared by all calls; a
/// <see cref="PhraseScanner"/> walks it.
/// </summary>
internal sealed class PhraseTrie
{
    /// <summary>Node where every phrase begins.</summary>
    internal const int Root = 0;

    /// <summary>No such node or phrase.</summary>
    internal const int None = -1;

    /// <summary>Words that <c>...</c> in a phrase lets pass, at most.</summary>
    internal const int GapWords = 5;

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lexicon;
    private readonly Func<ReadOnlySpan<char>, int> _idOf;
    private readonly FrozenDictionary<long, int> _edges;
    private readonly FrozenSet<int> _gapStoppers;
    private readonly Node[] _nodes;

    internal PhraseTrie(
        Dictionary<string, int> lexicon,
        Dictionary<long, int> edges,
        IEnumerable<int> gapStoppers,
        Node[] nodes,
        AlarmPhrase[] phrases,
        bool foldAccents)
    {
        _lexicon = lexicon.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _idOf = token => _lexicon.TryGetValue(token, out int id) ? id : FrenchTokens.Unknown;
        _edges = edges.ToFrozenDictionary();
        _gapStoppers = gapStoppers.ToFrozenSet();
        _nodes = nodes;
        Phrases = phrases;
        FoldAccents = foldAccents;
    }

    internal IReadOnlyList<AlarmPhrase> Phrases { get; }

    internal bool FoldAccents { get; }

    internal static long Edge(int node, int token) => ((long)node << 32) | (uint)token;

    internal void Split(string text, List<Token> tokens) => FrenchTokens.Split(text, FoldAccents, _idOf, tokens);

    internal Node this[int node] => _nodes[node];

    internal int Next(int node, int token)
    {
        return token != FrenchTokens.Unknown && _edges.TryGetValue(Edge(node, token), out int next) ? next : None;
    }

    /// <summary>A negation never hides in a gap: "je vais ... te tuer" is not "je vais sûrement pas te tuer".</summary>
    internal bool MayPassInGap(int token) => token == FrenchTokens.Unknown || !_gapStoppers.Contains(token);

    /// <param name="Phrase">Index of the phrase that ends here, or <see cref="None"/>.</param>
    /// <param name="GapNode">Node reached by a gap, or <see cref="None"/>.</param>
    /// <param name="LeadsToException">Whether an exception may still complete beyond this node.</param>
    internal readonly record struct Node(int Phrase, int GapNode, bool LeadsToException);
}
