namespace Supervision.Grains.Rules;

/// <summary>
/// Folds spellings that sound alike and that a recogniser mixes up: silent plurals and last consonants (mort, morts, mord; vais, vait),
/// feminine participles (agressée, agressé), doubled consonants (buter, butter) and a few short words (ses, ces; ils, il). The list and
/// what is said are folded alike, so that folding too much only costs precision where two words of one sound are both in use. Pure.
/// </summary>
internal static class FrenchSounds
{
    /// <summary>A shorter word keeps its last letters: too much would fall together.</summary>
    private const int MinFolded = 3;

    /// <summary>Folds <paramref name="word"/> into <paramref name="folded"/>, which is at least as long; how many characters are left.</summary>
    internal static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        if (Alike(word) is { } same)
        {
            same.CopyTo(folded);
            return same.Length;
        }

        int length = 0;
        foreach (char c in word)
        {
            if (length == 0 || folded[length - 1] != c || !IsConsonant(c))
            {
                folded[length++] = c;
            }
        }

        length = Strip(folded, length, "sx");
        length = Strip(folded, length, "tdp");
        bool isFeminine = length > MinFolded && folded[length - 1] == 'e' && folded[length - 2] is 'e' or 'é';
        return isFeminine ? length - 1 : length;
    }

    private static int Strip(Span<char> word, int length, string silent) =>
        length > MinFolded && silent.Contains(word[length - 1]) ? length - 1 : length;

    private static bool IsConsonant(char c) => char.IsAsciiLetterLower(c) && c is not ('a' or 'e' or 'i' or 'o' or 'u' or 'y');

    /// <summary>Short words, told whole. Results are as long as the words or shorter, and are themselves folded.</summary>
    private static string? Alike(ReadOnlySpan<char> word) => word switch
    {
        "ils" => "il",
        "elles" => "ele",
        "es" => "est",
        "vas" => "va",
        "salle" or "salles" => "salle",
        "ces" or "ses" or "ce" => "se",
        "sa" => "ca",
        "ve" or "vé" => "ve",
        "vai" or "vais" or "vait" => "ve",
        "pd" => "pd",
        _ => null,
    };
}
