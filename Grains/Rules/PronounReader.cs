using System.Collections.Frozen;

namespace Supervision.Grains.Rules;

/// <summary>
/// Adds tokens one by one and mends pronouns that only the next word tells: "t'es" is "tu es" but "il t'a" is "il te a"; "y m'a frappé"
/// is "il me a frappé" but "il y a" stays; "ch'ais" is "je sais". For one text.
/// </summary>
internal struct PronounReader(Func<ReadOnlySpan<char>, int> idOf, List<Token> tokens)
{
    /// <summary>Second person: what follows "t'" then is no object but a verb.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AfterTu = Lookup(
        "es", "as", "étais", "etais", "avais", "auras", "aurais", "habites", "arrives", "oublies", "arrêtes", "arretes");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AfterIl = Lookup(
        "me", "te", "nous", "vous", "va", "vont", "veut", "veulent", "se");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Subjects = Lookup(
        "je", "tu", "il", "ils", "elle", "elles", "on", "nous", "vous", "ne", "ca", "ça", "ce", "se");

    private bool _isElidedT;
    private bool _isElidedCh;
    private bool _isY;
    private bool _isSubject;

    internal void Add(scoped ReadOnlySpan<char> word, int start, int end, bool isElidedT, bool isElidedCh)
    {
        if (_isElidedT && AfterTu.Contains(word))
        {
            Mend("tu");
        }
        else if (_isY && AfterIl.Contains(word))
        {
            Mend("il");
        }

        scoped ReadOnlySpan<char> whole = !_isElidedCh ? word : word switch
        {
            "ais" => "sais",
            "uis" => "suis",
            _ => word,
        };
        tokens.Add(new Token(idOf(whole), start, end));
        _isElidedT = isElidedT && !_isSubject;
        _isElidedCh = isElidedCh;
        _isY = word is "y" or "i" && !_isSubject;
        _isSubject = Subjects.Contains(whole);
    }

    private readonly void Mend(string pronoun) => tokens[^1] = tokens[^1] with { Id = idOf(pronoun) };

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(params string[] words) =>
        words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
