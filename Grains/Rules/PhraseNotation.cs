using Supervision.Shared.Words;

namespace Supervision.Grains.Rules;

/// <summary>One place of an unfolded phrase: any one of some words, or a gap when there are none.</summary>
internal sealed record PhraseElement(IReadOnlyList<string> Words)
{
    internal static readonly PhraseElement Gap = new([]);

    internal bool IsGap => Words.Count == 0;
}

/// <summary>What is wrong with a phrase.</summary>
/// <param name="Subject">The part that is wrong, as written.</param>
internal sealed record PhraseFault(WordListFault Fault, string Subject);

/// <summary>
/// Reads the notation of phrases. Elements, between spaces: a word; <c>a|b</c> one of several; <c>[a|b]</c> one of several or none;
/// <c>con(ne)(s)</c> letters that may be missing; <c>{tuer|buter:pres}</c> forms of verbs; <c>...</c> up to
/// <see cref="PhraseTrie.GapWords"/> words, whatever they are but negations. Pure.
/// </summary>
internal static class PhraseNotation
{
    /// <summary>A line that unfolds into more has too many optional words to be meant so.</summary>
    internal const int MaxExpansions = 4096;

    /// <summary>More optional letters in one word are not meant so.</summary>
    private const int MaxSpellings = 16;

    /// <summary>Null when well.</summary>
    internal static PhraseFault? Unfold(string pattern, bool foldAccents, out List<List<PhraseElement>> sequences)
    {
        sequences = [[]];
        foreach (string element in pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Choices(element, foldAccents, out List<List<PhraseElement>> choices) is { } fault)
            {
                return fault;
            }

            sequences = [.. sequences.SelectMany(head => choices.Select(tail => (List<PhraseElement>)[.. head, .. tail]))];
            if (sequences.Count > MaxExpansions)
            {
                return new PhraseFault(WordListFault.TooManyPhrases, pattern);
            }
        }

        bool isBad = sequences.Exists(words => words.Count == 0 || words[0].IsGap || words[^1].IsGap);
        return isBad ? new PhraseFault(WordListFault.Edge, pattern) : null;
    }

    private static PhraseFault? Choices(string element, bool foldAccents, out List<List<PhraseElement>> choices)
    {
        choices = [];
        if (element is "..." or "…")
        {
            choices.Add([PhraseElement.Gap]);
            return null;
        }

        bool isOptional = element.StartsWith('[') && element.EndsWith(']');
        List<string> single = [];
        foreach (string choice in Split(isOptional ? element[1..^1] : element))
        {
            if (Spellings(choice, element, out List<string> spellings) is { } fault)
            {
                return fault;
            }

            foreach (string spelling in spellings)
            {
                List<string> words = FrenchTokens.Words(spelling, foldAccents);
                switch (words.Count)
                {
                    case 0:
                        return new PhraseFault(WordListFault.EmptyAlternative, element);
                    case 1:
                        single.Add(words[0]);
                        break;
                    default:
                        choices.Add([.. words.Select(word => new PhraseElement([word]))]);
                        break;
                }
            }
        }

        if (single.Count > 0)
        {
            choices.Add([new PhraseElement(single)]);
        }

        if (isOptional)
        {
            choices.Add([]);
        }

        return null;
    }

    /// <summary>At the bars that are not inside braces.</summary>
    private static List<string> Split(string element)
    {
        List<string> choices = [];
        int from = 0;
        bool isInside = false;
        for (int i = 0; i < element.Length; i++)
        {
            isInside = element[i] == '{' || (isInside && element[i] != '}');
            if (element[i] == '|' && !isInside)
            {
                choices.Add(element[from..i]);
                from = i + 1;
            }
        }

        choices.Add(element[from..]);
        return choices;
    }

    private static PhraseFault? Spellings(string choice, string element, out List<string> spellings)
    {
        spellings = [];
        if (choice.StartsWith('{') && choice.EndsWith('}'))
        {
            return VerbForms(choice, spellings);
        }

        return choice.AsSpan().ContainsAny("[]{}*") || !TrySpell(choice, spellings)
            ? new PhraseFault(WordListFault.Element, element)
            : null;
    }

    private static PhraseFault? VerbForms(string choice, List<string> spellings)
    {
        string inner = choice[1..^1];
        VerbForm form = VerbForm.Infinitive;
        int colon = inner.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            if (!FrenchVerbs.TryForm(inner[(colon + 1)..], out form))
            {
                return new PhraseFault(WordListFault.VerbForm, inner[(colon + 1)..]);
            }

            inner = inner[..colon];
        }

        foreach (string verb in inner.Split('|'))
        {
            if (!FrenchVerbs.TryForms(verb, form, spellings))
            {
                return new PhraseFault(WordListFault.Verb, verb);
            }
        }

        return null;
    }

    /// <summary>With and without each group of optional letters; false when the brackets do not pair.</summary>
    private static bool TrySpell(string choice, List<string> spellings)
    {
        spellings.Add("");
        string rest = choice;
        while (rest.Length > 0)
        {
            int mark = rest.AsSpan().IndexOfAny('(', ')');
            string plain = mark < 0 ? rest : rest[..mark];
            Append(spellings, plain, isOptional: false);
            if (mark < 0)
            {
                return true;
            }

            int close = rest[mark] == '(' ? rest.IndexOf(')', mark) : -1;
            string letters = close < 0 ? "" : rest[(mark + 1)..close];
            if (letters.Length == 0 || letters.Contains('(', StringComparison.Ordinal) || spellings.Count > MaxSpellings)
            {
                return false;
            }

            Append(spellings, letters, isOptional: true);
            rest = rest[(close + 1)..];
        }

        return true;
    }

    private static void Append(List<string> spellings, string letters, bool isOptional)
    {
        List<string> longer = spellings.ConvertAll(head => head + letters);
        if (!isOptional)
        {
            spellings.Clear();
        }

        spellings.AddRange(longer);
    }
}
