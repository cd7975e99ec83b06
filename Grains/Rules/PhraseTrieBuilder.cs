namespace Supervision.Grains.Rules;

/// <summary>
/// Turns phrases into a <see cref="PhraseTrie"/>. Elements of a phrase, between spaces: a word; <c>a|b</c> one of several; <c>[a|b]</c>
/// one of several or none; <c>...</c> up to <see cref="PhraseTrie.GapWords"/> words, whatever they are but negations.
/// </summary>
internal sealed class PhraseTrieBuilder(bool foldAccents)
{
    /// <summary>A line that unfolds into more has too many alternatives to be meant so.</summary>
    internal const int MaxExpansions = 4096;

    /// <summary>Stands for a gap in an unfolded phrase.</summary>
    private const string Gap = "...";

    private static readonly string[] Negations = ["ne", "pas", "jamais", "plus", "rien", "aucun", "aucune", "non"];

    private readonly Dictionary<string, int> _lexicon = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _edges = [];
    private readonly List<PhraseTrie.Node> _nodes = [new(PhraseTrie.None, PhraseTrie.None, false)];
    private readonly List<AlarmPhrase> _phrases = [];

    /// <summary>Null when well; otherwise what is wrong with it, as half a sentence.</summary>
    internal string? Add(AlarmPhrase phrase)
    {
        if (Unfold(phrase.Pattern, out List<List<string>> sequences) is { } error)
        {
            return error;
        }

        _phrases.Add(phrase);
        foreach (List<string> sequence in sequences)
        {
            Insert(sequence, _phrases.Count - 1);
        }

        return null;
    }

    internal PhraseTrie Build()
    {
        int[] stoppers = [.. Negations.Select(TokenOf)];
        return new PhraseTrie(_lexicon, _edges, stoppers, [.. _nodes], [.. _phrases], foldAccents);
    }

    private string? Unfold(string pattern, out List<List<string>> sequences)
    {
        sequences = [[]];
        foreach (string element in pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Alternatives(element, out List<List<string>> alternatives) is { } error)
            {
                return error;
            }

            sequences = [.. sequences.SelectMany(head => alternatives.Select(tail => (List<string>)[.. head, .. tail]))];
            if (sequences.Count > MaxExpansions)
            {
                return $"'{pattern}' unfolds into more than {MaxExpansions} phrases";
            }
        }

        bool isBad = sequences.Exists(words => words.Count == 0 || words[0] == Gap || words[^1] == Gap);
        return isBad ? $"'{pattern}' may begin or end with nothing but optional words or '...'" : null;
    }

    private string? Alternatives(string element, out List<List<string>> alternatives)
    {
        alternatives = [];
        if (element is Gap or "…")
        {
            alternatives.Add([Gap]);
            return null;
        }

        bool isOptional = element.StartsWith('[') && element.EndsWith(']');
        string inner = isOptional ? element[1..^1] : element;
        if (inner.AsSpan().ContainsAny("[]()*"))
        {
            return $"'{element}' is neither a word, 'a|b', '[a|b]' nor '...'";
        }

        foreach (string choice in inner.Split('|'))
        {
            List<string> words = FrenchTokens.Words(choice, foldAccents);
            if (words.Count == 0)
            {
                return $"'{element}' has an empty alternative";
            }

            alternatives.Add(words);
        }

        if (isOptional)
        {
            alternatives.Add([]);
        }

        return null;
    }

    private void Insert(List<string> sequence, int phrase)
    {
        bool isException = _phrases[phrase].IsException;
        int node = PhraseTrie.Root;
        foreach (string word in sequence)
        {
            if (isException)
            {
                _nodes[node] = _nodes[node] with { LeadsToException = true };
            }

            node = word == Gap ? GapFrom(node) : WordFrom(node, word);
        }

        // The first line that says it keeps it, save that a graver one takes it over, and an exception always does.
        int holder = _nodes[node].Phrase;
        if (holder == PhraseTrie.None || isException
            || (!_phrases[holder].IsException && _phrases[phrase].Severity > _phrases[holder].Severity))
        {
            _nodes[node] = _nodes[node] with { Phrase = phrase };
        }
    }

    private int WordFrom(int node, string word)
    {
        long edge = PhraseTrie.Edge(node, TokenOf(word));
        if (!_edges.TryGetValue(edge, out int next))
        {
            next = NewNode();
            _edges.Add(edge, next);
        }

        return next;
    }

    private int TokenOf(string word)
    {
        if (!_lexicon.TryGetValue(word, out int token))
        {
            token = _lexicon.Count;
            _lexicon.Add(word, token);
        }

        return token;
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
        _nodes.Add(new PhraseTrie.Node(PhraseTrie.None, PhraseTrie.None, false));
        return _nodes.Count - 1;
    }
}
