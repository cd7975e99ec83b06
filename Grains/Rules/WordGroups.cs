using System.Buffers;
using System.Text;
using Supervision.Shared.Words;

namespace Supervision.Grains.Rules;

/// <summary>
/// Words of one list that may stand for each other: after <c>group tuer: tuer|buter</c>, <c>&lt;tuer&gt;</c> in a phrase is
/// <c>tuer|buter</c>, and <c>{&lt;tuer&gt;:fut}</c> is <c>{tuer|buter:fut}</c>. A name that comes again adds to its group; a group may hold
/// groups that stand above it. Used while one list is read.
/// </summary>
internal sealed class WordGroups
{
    /// <summary>Does for a word and for a verb: stands in for groups where they are not known.</summary>
    private const string AnyWord = "tuer";

    private static readonly SearchValues<char> NoWords = SearchValues.Create(" []{}<>…");

    private readonly Dictionary<string, string> _bodies = new(StringComparer.Ordinal);

    /// <summary>Null when well.</summary>
    internal PhraseFault? Add(string name, string body)
    {
        if (Expand(body, out string words) is { } fault)
        {
            return fault;
        }

        _bodies[name] = _bodies.TryGetValue(name, out string? known) ? $"{known}|{words}" : words;
        return null;
    }

    /// <summary>Null when well; a group that is not known is the fault.</summary>
    internal PhraseFault? Expand(string pattern, out string expanded) =>
        Replace(pattern, name => _bodies.GetValueOrDefault(name), out expanded);

    /// <summary>For one line alone, whose groups stand elsewhere: what its shape is worth.</summary>
    internal static string WithoutGroups(string pattern)
    {
        Replace(pattern, _ => AnyWord, out string plain);
        return plain;
    }

    /// <summary>Null when <paramref name="body"/> is words between bars and nothing else.</summary>
    internal static PhraseFault? Check(string name, string body)
    {
        string words = WithoutGroups(body);
        return !name.All(char.IsLetterOrDigit) ? new PhraseFault(WordListFault.Element, name)
            : words.AsSpan().ContainsAny(NoWords) ? new PhraseFault(WordListFault.Element, body)
            : PhraseNotation.Unfold(words, foldAccents: true, out _);
    }

    private static PhraseFault? Replace(string pattern, Func<string, string?> wordsOf, out string replaced)
    {
        PhraseFault? fault = null;
        var text = new StringBuilder();
        int from = 0;
        while (pattern.IndexOf('<', from) is var open and >= 0 && pattern.IndexOf('>', open) is var close and >= 0)
        {
            string name = pattern[(open + 1)..close];
            string? words = wordsOf(name);
            fault ??= words is null ? new PhraseFault(WordListFault.Group, name) : null;
            text.Append(pattern, from, open - from).Append(words);
            from = close + 1;
        }

        replaced = text.Append(pattern, from, pattern.Length - from).ToString();
        return fault;
    }
}
