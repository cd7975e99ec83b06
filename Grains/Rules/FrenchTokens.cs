using System.Collections.Frozen;
using System.Globalization;

namespace Supervision.Grains.Rules;

/// <summary>Where one token stands in its text.</summary>
/// <param name="Id">Of the lexicon; <see cref="FrenchTokens.Unknown"/> when no phrase contains it.</param>
/// <param name="Start">Index of the first character.</param>
/// <param name="End">Index after the last character.</param>
internal readonly record struct Token(int Id, int Start, int End);

/// <summary>
/// Cuts French into tokens as the word lists compare them: lower case, accents folded or kept, œ and æ in two letters, hyphens and
/// punctuation as spaces, an elided word in full (j' → je, qu' → que), whichever apostrophe it is written with, and what speech
/// contracts in full (chuis → je suis, t'es → tu es, y m'a → il me a). Pure.
/// </summary>
internal static class FrenchTokens
{
    /// <summary>A word that no phrase of the lexicon contains.</summary>
    internal const int Unknown = -1;

    /// <summary>Longer than any French word; the rest of a longer one is ignored.</summary>
    internal const int MaxTokenChars = 48;

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Elisions =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["l"] = "le",
            ["d"] = "de",
            ["j"] = "je",
            ["t"] = "te",
            ["m"] = "me",
            ["s"] = "se",
            ["n"] = "ne",
            ["c"] = "ce",
            ["qu"] = "que",
            ["jusqu"] = "jusque",
            ["lorsqu"] = "lorsque",
            ["puisqu"] = "puisque",
            ["ch"] = "je",
            ["v"] = "vous",
            ["p"] = "pe",
        }.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Written in one word, said as two.</summary>
    private static readonly FrozenDictionary<string, (string First, string Second)>.AlternateLookup<ReadOnlySpan<char>> Contractions =
        new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["chuis"] = ("je", "suis"),
            ["chui"] = ("je", "suis"),
            ["jsuis"] = ("je", "suis"),
            ["chais"] = ("je", "sais"),
            ["chai"] = ("je", "sais"),
            ["jsais"] = ("je", "sais"),
            ["jvais"] = ("je", "vais"),
            ["jvai"] = ("je", "vais"),
            ["jai"] = ("je", "ai"),
            ["jte"] = ("je", "te"),
            ["jvous"] = ("je", "vous"),
            ["ya"] = ("y", "a"),
        }.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Appends the tokens of <paramref name="text"/>; a token's text is asked of <paramref name="idOf"/>.</summary>
    internal static void Split(string text, bool foldAccents, Func<ReadOnlySpan<char>, int> idOf, List<Token> tokens)
    {
        Span<char> word = stackalloc char[MaxTokenChars + 2];
        var pronouns = new PronounReader(idOf, tokens);
        int length = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ' ';
            if (char.IsLetterOrDigit(c) || IsCombining(c))
            {
                start = length == 0 ? i : start;
                length = length < MaxTokenChars ? Append(word, length, char.ToLowerInvariant(c), foldAccents) : length;
                continue;
            }

            if (length > 0)
            {
                ReadOnlySpan<char> token = word[..length];
                bool isElided = IsApostrophe(c);
                if (isElided && Elisions.TryGetValue(token, out string? whole))
                {
                    pronouns.Add(whole, start, i, token is "t", token is "ch");
                }
                else if (Contractions.TryGetValue(token, out (string First, string Second) two))
                {
                    pronouns.Add(two.First, start, i, false, false);
                    pronouns.Add(two.Second, start, i, false, false);
                }
                else
                {
                    pronouns.Add(token, start, i, false, false);
                }

                length = 0;
            }
        }
    }

    /// <summary>The same, as strings; for loading lists.</summary>
    internal static List<string> Words(string text, bool foldAccents)
    {
        var words = new List<string>();
        var tokens = new List<Token>();
        Split(
            text.IsNormalized() ? text : text.Normalize(),
            foldAccents,
            token =>
            {
                words.Add(token.ToString());
                return Unknown;
            },
            tokens);
        return words;
    }

    private static bool IsApostrophe(char c) => c is '\'' or '\u2019' or '\u02BC';

    private static bool IsCombining(char c) => c is >= '\u0300' and <= '\u036F';

    private static int Append(Span<char> word, int length, char c, bool foldAccents)
    {
        switch (c)
        {
            case 'œ':
                word[length] = 'o';
                word[length + 1] = 'e';
                return length + 2;
            case 'æ':
                word[length] = 'a';
                word[length + 1] = 'e';
                return length + 2;
            default:
                break;
        }

        if (IsCombining(c))
        {
            if (foldAccents)
            {
                return length;
            }
        }
        else if (foldAccents && c > '\u007F')
        {
            c = Fold(c);
        }

        word[length] = c;
        return length + 1;
    }

    private static char Fold(char c) => c switch
    {
        'à' or 'â' or 'ä' or 'á' or 'ã' => 'a',
        'é' or 'è' or 'ê' or 'ë' => 'e',
        'î' or 'ï' or 'í' or 'ì' => 'i',
        'ô' or 'ö' or 'ó' or 'ò' or 'õ' => 'o',
        'ù' or 'û' or 'ü' or 'ú' => 'u',
        'ÿ' => 'y',
        'ç' => 'c',
        'ñ' => 'n',
        _ => char.ToLower(c, CultureInfo.InvariantCulture),
    };
}
