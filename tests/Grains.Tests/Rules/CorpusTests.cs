using System.Runtime.CompilerServices;
using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Tests.Rules;

/// <summary>
/// The sentences that the demonstration's recogniser is taught from: written by somebody else than the list, so that they measure it.
/// </summary>
public sealed class CorpusTests
{
    private static readonly AlarmWordList List = AlarmWordList.LoadDefault();

    /// <summary>What is missed on purpose is rude or worried, not a threat, an insult or an emergency: "je vais porter plainte", "j'ai peur".</summary>
    [Theory]
    [InlineData("menaces.txt", 85)]
    [InlineData("urgences.txt", 85)]
    [InlineData("insultes.txt", 90)]
    [InlineData("insultes-discriminatoires.txt", 70)]
    public void OnFinal_AlarmingCorpus_MostIsHeard(string file, int percent)
    {
        string[] sentences = Sentences(file);
        string[] missed = [.. sentences.Where(sentence => Hear(sentence).Count == 0)];

        int heard = 100 * (sentences.Length - missed.Length) / sentences.Length;
        Assert.True(heard >= percent, $"{heard} % of {sentences.Length}; missed: {string.Join(" / ", missed)}");
    }

    [Theory]
    [InlineData("conversation.txt")]
    [InlineData("demarches.txt")]
    [InlineData("problemes.txt")]
    [InlineData("refus.txt")]
    [InlineData("rues.txt")]
    [InlineData("serveur-vocal.txt")]
    [InlineData("services.txt")]
    public void OnFinal_HarmlessCorpus_NothingIsHeard(string file)
    {
        string[] sentences = Sentences(file);
        Assert.NotEmpty(sentences);
        foreach (string sentence in sentences)
        {
            List<WordFinding> found = Hear(sentence);
            Assert.True(found.Count == 0, $"'{sentence}': heard {string.Join(", ", found.Select(finding => finding.Reason.Heard))}");
        }
    }

    private static List<WordFinding> Hear(string sentence)
    {
        var found = new List<WordFinding>();
        new WordRule(new LiveWordList(List)).OnFinal(
            new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Speech, StartMs = 0, EndMs = 1000, Text = sentence },
            found);
        return found;
    }

    private static string[] Sentences(string file, [CallerFilePath] string thisFile = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "training", "speech", "corpus", file);
        return [.. File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#')];
    }
}
