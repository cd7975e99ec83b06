using Supervision.Shared.Words;

namespace Supervision.Grains.Rules;

/// <summary>Turns phrases into a <see cref="PhraseTrie"/>; the notation is <see cref="PhraseNotation"/>'s.</summary>
/// <param name="foldAccents">Whether é is e.</param>
/// <param name="groups">Of the list that the phrases are from.</param>
internal sealed class PhraseTrieBuilder(bool foldAccents, WordGroups groups)
{
    /// <summary>A list with more is not a list of words any more: 50,000 nodes take some 10 MB.</summary>
    internal const int MaxNodes = 50_000;

    private static readonly string[] WeakNegations = ["ne", "non"];
    private static readonly string[] Negations = ["pas", "jamais", "plus", "rien", "aucun", "aucune"];

    private static readonly string[] Fillers =
    [
        "euh", "heu", "hum", "ben", "bah", "hein", "quoi", "voilà", "genre", "putain", "bordel", "merde", "vraiment", "carrément",
        "franchement", "clairement", "sérieusement", "tous", "toutes", "quand", "même", "bien", "sûrement", "madame", "monsieur", "oh",
        "alors", "donc", "juste", "encore", "aussi", "direct", "directement", "personnellement", "complètement", "très", "toujours", "déjà", "maintenant", "ouais", "écoute", "écoutez",
    ];

    private readonly Dictionary<string, int> _lexicon = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _symbolOf = new(StringComparer.Ordinal);
    private readonly Dictionary<PhraseElement, int> _symbolOfElement = new(ReferenceEqualityComparer.Instance);
    private readonly List<int[]> _symbols = [];
    private readonly Dictionary<(int Node, int Symbol), int> _edges = [];
    private readonly List<PhraseTrie.Node> _nodes = [Empty];
    private readonly List<AlarmPhrase> _phrases = [];

    private static PhraseTrie.Node Empty => new(PhraseTrie.None, PhraseTrie.None, PhraseTrie.None, false, []);

    /// <summary>Null when well.</summary>
    internal PhraseFault? Add(AlarmPhrase phrase)
    {
        if (groups.Expand(phrase.Pattern, out string pattern) is { } unknown)
        {
            return unknown;
        }

        if (PhraseNotation.Unfold(pattern, foldAccents, out List<List<PhraseElement>> sequences) is { } fault)
        {
            return fault;
        }

        if (_nodes.Count > MaxNodes)
        {
            return new PhraseFault(WordListFault.TooBig, "");
        }

        _phrases.Add(phrase);
        foreach (List<PhraseElement> sequence in sequences)
        {
            Insert(sequence, _phrases.Count - 1);
        }

        return null;
    }

    internal PhraseTrie Build()
    {
        var passing = new Dictionary<int, PassingWord>();
        Mark(passing, Fillers, PassingWord.Filler);
        Mark(passing, WeakNegations, PassingWord.WeakNegation);
        Mark(passing, Negations, PassingWord.Negation);
        var byWord = new PassingWord[_lexicon.Count];
        foreach ((int word, PassingWord what) in passing)
        {
            byWord[word] = what;
        }

        PhraseTrie.Node[] nodes = [.. _nodes];
        foreach (IGrouping<int, KeyValuePair<(int Node, int Symbol), int>> edges in _edges.GroupBy(edge => edge.Key.Node))
        {
            nodes[edges.Key] = nodes[edges.Key] with
            {
                Edges = [.. edges.Select(edge => new PhraseTrie.Edge(edge.Key.Symbol, edge.Value))],
            };
        }

        return new PhraseTrie(_lexicon, _symbols, byWord, nodes, [.. _phrases], foldAccents);
    }

    private void Mark(Dictionary<int, PassingWord> passing, string[] words, PassingWord what)
    {
        foreach (string word in words.SelectMany(word => FrenchTokens.Words(word, foldAccents)))
        {
            passing[WordOf(word)] = what;
        }
    }

    private void Insert(List<PhraseElement> sequence, int index)
    {
        AlarmPhrase phrase = _phrases[index];
        int node = PhraseTrie.Root;
        foreach (PhraseElement element in sequence)
        {
            if (phrase.IsException)
            {
                _nodes[node] = _nodes[node] with { LeadsToException = true };
            }

            node = element.IsGap ? GapFrom(node) : NodeFrom(node, SymbolOf(element));
        }

        if (phrase.Cue is not null)
        {
            _nodes[node] = _nodes[node] with { Cue = index };
            return;
        }

        // The first line that says it keeps it, save that a graver one takes it over, and an exception always does.
        int holder = _nodes[node].Phrase;
        if (holder == PhraseTrie.None || phrase.IsException
            || (!_phrases[holder].IsException && phrase.Severity > _phrases[holder].Severity))
        {
            _nodes[node] = _nodes[node] with { Phrase = index };
        }
    }

    private int NodeFrom(int node, int symbol)
    {
        if (!_edges.TryGetValue((node, symbol), out int next))
        {
            next = NewNode();
            _edges.Add((node, symbol), next);
        }

        return next;
    }

    private int SymbolOf(PhraseElement element)
    {
        // The same element stands in each phrase that its line unfolds into.
        if (_symbolOfElement.TryGetValue(element, out int known))
        {
            return known;
        }

        int[] words = [.. element.Words.Select(WordOf).Distinct().Order()];
        string key = string.Join(',', words);
        if (!_symbolOf.TryGetValue(key, out int symbol))
        {
            symbol = _symbols.Count;
            _symbols.Add(words);
            _symbolOf.Add(key, symbol);
        }

        _symbolOfElement.Add(element, symbol);
        return symbol;
    }

    private int WordOf(string word)
    {
        Span<char> buffer = stackalloc char[FrenchTokens.MaxTokenChars + 2];
        string folded = buffer[..FrenchSounds.Fold(word, buffer)].ToString();
        if (!_lexicon.TryGetValue(folded, out int id))
        {
            id = _lexicon.Count;
            _lexicon.Add(folded, id);
        }

        return id;
    }

    private int GapFrom(int node)
    {
        if (_nodes[node].GapNode == PhraseTrie.None)
        {
            _nodes[node] = _nodes[node] with { GapNode = NewNode() };
        }

        return _nodes[node].GapNode;
    }

    private int NewNode()
    {
        _nodes.Add(Empty);
        return _nodes.Count - 1;
    }
}
