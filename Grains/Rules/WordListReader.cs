using Supervision.Shared.Alarms;
using Supervision.Shared.Words;

namespace Supervision.Grains.Rules;

/// <summary>A text of a word list as it was read.</summary>
/// <param name="Lines">All of them, in their order, each with its fault.</param>
/// <param name="HasNoPhrase">No line is wrong, but none could raise an alarm.</param>
/// <param name="List">Null when a line is wrong or there is no phrase.</param>
public sealed record WordListReading(IReadOnlyList<WordListLine> Lines, bool HasNoPhrase, AlarmWordList? List);

/// <summary>Reads the text of a word list line by line and compiles it. Pure.</summary>
public static class WordListReader
{
    /// <summary>Characters; a phrase is a few words.</summary>
    public const int MaxLineChars = 600;

    /// <summary>Lines of a list; the console's own has some hundreds.</summary>
    public const int MaxLines = 5000;

    /// <summary>Reads a whole text. The setting of accents holds for the whole list, wherever it stands.</summary>
    /// <param name="text">Whole text of the list.</param>
    /// <param name="name">What alarms call it; null for the version that the text declares.</param>
    public static WordListReading Read(string text, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<WordListLine> lines = [];
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            string line = (lines.Count == 0 ? raw.TrimStart('\uFEFF') : raw).ToString();
            lines.Add(ReadLine(line, lines.Count + 1));
        }

        bool foldAccents = !lines.Exists(line => line.Fault is null && Setting(line.Text) is ("accents", "keep"));
        string version = name ?? lines.Select(line => Setting(line.Text)).LastOrDefault(setting => setting.Name == "version").Value ?? "unversioned";
        return Compile(text, lines, version, foldAccents);
    }

    /// <summary>Reads one line alone, for a screen that wants to know at once.</summary>
    public static WordListLine ReadLine(string text, int number)
    {
        ArgumentNullException.ThrowIfNull(text);
        string content = text.Trim();
        var other = new WordListLine(number, WordListLineKind.Other, text);
        if (content.Length == 0 || content[0] == '#')
        {
            return other;
        }

        if (content.Length > MaxLineChars)
        {
            return other with { Fault = WordListFault.TooLong };
        }

        int colon = content.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == content.Length - 1)
        {
            return other with { Fault = WordListFault.Shape, FaultSubject = content };
        }

        string body = content[(colon + 1)..].Trim();
        WordListLine line = content[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["version"] => other,
            ["accents"] => body is "fold" or "keep" ? other : other with { Fault = WordListFault.Accents, FaultSubject = body },
            [WordListNames.Exception] => other with { Kind = WordListLineKind.Exception, Pattern = body },
            [WordListNames.Group, string name] => other with { Kind = WordListLineKind.Group, Group = name, Pattern = body },
            [string category, string severity] => Phrase(other, category, severity, body),
            _ => other with { Fault = WordListFault.Head, FaultSubject = content[..colon] },
        };
        return line is { Fault: null, Kind: not WordListLineKind.Other } ? With(line, FaultAlone(line)) : line;
    }

    /// <summary>Half a sentence for administrators' logs; screens have their own.</summary>
    internal static string Say(WordListFault fault, string subject) => fault switch
    {
        WordListFault.Shape => "expected 'category severity: phrase', 'except: phrase', 'group name: words', 'version: name' or 'accents: fold|keep'",
        WordListFault.Head => $"'{subject}' is neither 'category severity' nor 'except', 'group name', 'version' or 'accents'",
        WordListFault.Category => $"category is '{subject}'; it must be one of {string.Join(", ", WordListNames.Categories.Select(WordListNames.Of))}",
        WordListFault.Severity => $"severity is '{subject}'; it must be notice, serious or critical",
        WordListFault.Accents => $"accents is '{subject}'; it must be fold or keep",
        WordListFault.Element => $"'{subject}' is neither a word, 'a|b', '[a|b]', 'con(ne)', '{{verb:form}}' nor '...'",
        WordListFault.EmptyAlternative => $"'{subject}' has an empty alternative",
        WordListFault.Edge => $"'{subject}' may begin or end with nothing but optional words or '...'",
        WordListFault.TooManyPhrases => $"'{subject}' unfolds into more than {PhraseNotation.MaxExpansions} phrases",
        WordListFault.Verb => $"the forms of the verb '{subject}' are not known: write them with 'a|b'",
        WordListFault.VerbForm => $"'{subject}' is no form of verbs; it must be inf, pres, fut, imp, part or tout",
        WordListFault.Group => $"there is no group '{subject}' above or in the list",
        WordListFault.TooLong => $"longer than {MaxLineChars} characters",
        WordListFault.TooBig => "the list is too big from here on",
        _ => "no phrase in it",
    };

    /// <summary>What a line's shape tells; the groups that it names are looked at with the whole list.</summary>
    private static PhraseFault? FaultAlone(WordListLine line) => line.Kind == WordListLineKind.Group
        ? WordGroups.Check(line.Group, line.Pattern)
        : PhraseNotation.Unfold(WordGroups.WithoutGroups(line.Pattern), foldAccents: true, out _);

    private static WordListLine With(WordListLine line, PhraseFault? fault) =>
        fault is null ? line : line with { Fault = fault.Fault, FaultSubject = fault.Subject };

    private static WordGroups Groups(List<WordListLine> lines)
    {
        var groups = new WordGroups();
        for (int i = 0; i < lines.Count && i < MaxLines; i++)
        {
            if (lines[i] is { Kind: WordListLineKind.Group, Fault: null })
            {
                lines[i] = With(lines[i], groups.Add(lines[i].Group, lines[i].Pattern));
            }
        }

        return groups;
    }

    private static WordListReading Compile(string text, List<WordListLine> lines, string version, bool foldAccents)
    {
        var builder = new PhraseTrieBuilder(foldAccents, Groups(lines));
        int phrases = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            WordListLine line = lines[i];
            if (line.Fault is not null || line.Kind is WordListLineKind.Other or WordListLineKind.Group)
            {
                continue;
            }

            phrases += line.Kind == WordListLineKind.Phrase ? 1 : 0;
            PhraseFault? fault = i >= MaxLines
                ? new PhraseFault(WordListFault.TooBig, "")
                : builder.Add(new AlarmPhrase(line.Category, line.Severity ?? default, line.Pattern, line.Number));
            lines[i] = With(line, fault);
        }

        bool isWell = !lines.Exists(line => line.Fault is not null);
        bool hasNoPhrase = isWell && phrases == 0;
        if (!isWell || hasNoPhrase)
        {
            return new WordListReading(lines, hasNoPhrase, null);
        }

        FrenchContext.AddTo(builder);
        return new WordListReading(lines, false, new AlarmWordList(text, version, builder.Build(), phrases));
    }

    private static WordListLine Phrase(WordListLine line, string category, string severity, string body)
    {
        if (WordListNames.Category(category) is not { } knownCategory)
        {
            return line with { Fault = WordListFault.Category, FaultSubject = category };
        }

        return WordListNames.Severity(severity) is { } knownSeverity
            ? line with { Kind = WordListLineKind.Phrase, Category = knownCategory, Severity = knownSeverity, Pattern = body }
            : line with { Fault = WordListFault.Severity, FaultSubject = severity };
    }

    private static (string? Name, string? Value) Setting(string line)
    {
        string content = line.Trim();
        int colon = content.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && content[..colon] is "version" or "accents" ? (content[..colon], content[(colon + 1)..].Trim()) : (null, null);
    }
}
