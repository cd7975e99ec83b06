using System.Globalization;
using System.Runtime.CompilerServices;
using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Words;
using Xunit.Abstractions;

namespace Supervision.Grains.Tests.Rules;

/// <summary>
/// The console's own list on the sentences of <c>sentences.tsv</c>: the gravest thing heard in each must be of the category and severity
/// that stand beside it, and in a look-alike nothing may be heard.
/// </summary>
public sealed class SentencesTests(ITestOutputHelper output)
{
    private static readonly LiveWordList List = new(AlarmWordList.LoadDefault());

    [Fact]
    public void OnFinal_EverySentence_IsHeardAsItShould()
    {
        (string Text, string Expected)[] sentences = Sentences();
        List<string> wrong = [];
        int alarms = 0;
        int rightAlarms = 0;
        int falseAlarms = 0;
        foreach ((string text, string expected) in sentences)
        {
            List<WordFinding> found = Hear(text);
            bool isRight = expected == "none" ? found.Count == 0 : IsHeard(found, expected);
            alarms += found.Count > 0 ? 1 : 0;
            rightAlarms += found.Count > 0 && expected != "none" ? 1 : 0;
            falseAlarms += found.Count > 0 && expected == "none" ? 1 : 0;
            if (!isRight)
            {
                wrong.Add($"'{text}': expected {expected}, heard [{string.Join(", ", found.Select(Say))}]");
            }
        }

        int harmless = sentences.Count(sentence => sentence.Expected == "none");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sentences.Length} sentences, {harmless} harmless; {alarms} alarmed, {rightAlarms} of them rightly (precision {(double)rightAlarms / alarms:P1}); "
            + $"recall {(double)rightAlarms / (sentences.Length - harmless):P1}; {wrong.Count} not exactly as expected."));
        Assert.True(sentences.Length >= 300 && harmless >= 150, "too few sentences");
        Assert.True(wrong.Count == 0, $"{falseAlarms} false, {wrong.Count} wrong:\n{string.Join('\n', wrong)}");
    }

    private static bool IsHeard(List<WordFinding> found, string expected)
    {
        string[] parts = expected.Split(' ');
        AlarmCategory category = WordListNames.Category(parts[0])!.Value;
        AlarmSeverity severity = WordListNames.Severity(parts[1])!.Value;
        return found.Count > 0 && found.Max(finding => finding.Severity) == severity
            && found.Exists(finding => finding.Category == category && finding.Severity == severity);
    }

    private static string Say(WordFinding finding) =>
        $"{WordListNames.Of(finding.Category)} {WordListNames.Of(finding.Severity)} '{finding.Reason.Heard}' {finding.Reason.Lowered}".TrimEnd();

    private static List<WordFinding> Hear(string sentence)
    {
        var found = new List<WordFinding>();
        new WordRule(List).OnFinal(
            new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Speech, StartMs = 0, EndMs = 1000, Text = sentence },
            found);
        return found;
    }

    private static (string Text, string Expected)[] Sentences([CallerFilePath] string thisFile = "") =>
    [
        .. File.ReadLines(Path.Combine(Path.GetDirectoryName(thisFile)!, "sentences.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .Select(parts => (parts[0], parts[1])),
    ];
}
