using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Supervision.Shared.Words;

namespace Supervision.Grains.Rules;

/// <summary>
/// The phrases that raise an alarm, read from text and compiled for matching. Immutable: shared by all calls. The format is described at
/// the head of <c>alarm-words.fr.txt</c>.
/// </summary>
public sealed class AlarmWordList
{
    private const string DefaultResource = "alarm-words.fr.txt";

    internal AlarmWordList(string text, string declaredVersion, PhraseTrie trie, int phraseCount)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        Version = $"alarm-words/{declaredVersion} ({Convert.ToHexStringLower(hash.AsSpan(0, 4))})";
        Trie = trie;
        PhraseCount = phraseCount;
    }

    /// <summary>Name, version and the first bytes of the text's SHA-256: goes with each alarm as its model.</summary>
    public string Version { get; }

    /// <summary>Lines that can raise an alarm.</summary>
    public int PhraseCount { get; }

    internal PhraseTrie Trie { get; }

    /// <summary>Text of the list that comes with the console.</summary>
    public static string DefaultText { get; } = GrainResources.Read(DefaultResource);

    /// <summary>The list that comes with the console.</summary>
    public static AlarmWordList LoadDefault() =>
        TryParse(DefaultText, DefaultResource, out AlarmWordList? list, out IReadOnlyList<string> errors)
            ? list
            : throw new InvalidOperationException(string.Join(Environment.NewLine, errors));

    /// <summary>Reads a whole list; when a line is wrong, all wrong lines are told, each in one sentence, and there is no list.</summary>
    /// <param name="text">Whole text of the list.</param>
    /// <param name="source">Name of the file, for the errors.</param>
    /// <param name="list">Null when there are errors.</param>
    /// <param name="errors">Empty when there is a list.</param>
    public static bool TryParse(
        string text,
        string source,
        [NotNullWhen(true)] out AlarmWordList? list,
        out IReadOnlyList<string> errors)
    {
        WordListReading reading = WordListReader.Read(text);
        list = reading.List;
        errors = [.. reading.Lines.Where(line => line.Fault is not null)
            .Select(line => string.Create(CultureInfo.InvariantCulture, $"{source}, line {line.Number}: {WordListReader.Say(line.Fault!.Value, line.FaultSubject)}."))
            .Concat(reading.HasNoPhrase ? [$"{source}: {WordListReader.Say(WordListFault.NoPhrase, "")}."] : [])];
        return list is not null;
    }
}
