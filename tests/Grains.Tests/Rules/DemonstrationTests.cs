using System.Runtime.CompilerServices;
using System.Text.Json;
using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Tests.Rules;

/// <summary>What the demonstration's people say, word for word: violent calls raise an alarm, the others none.</summary>
public sealed class DemonstrationTests
{
    private static readonly AlarmWordList List = AlarmWordList.LoadDefault();

    public static TheoryData<string> Calls => [.. Directory.EnumerateFiles(Folder(), "*.json").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Caller_WholeCall_AlarmsIfAndOnlyIfViolentOrUrgent(string file)
    {
        using JsonDocument call = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), file)));
        var rule = new WordRule(new LiveWordList(List));
        var found = new List<WordFinding>();
        foreach (JsonElement turn in call.RootElement.GetProperty("turns").EnumerateArray())
        {
            rule.OnFinal(
                new Utterance
                {
                    Lane = turn.GetProperty("lane").GetString() == "caller" ? Lane.Caller : Lane.Agent,
                    Kind = UtteranceKind.Speech,
                    StartMs = turn.GetProperty("atMs").GetInt32(),
                    EndMs = turn.GetProperty("atMs").GetInt32() + 1000,
                    Text = turn.GetProperty("text").GetString()!,
                },
                found);
        }

        bool isExpected = call.RootElement.GetProperty("isViolent").GetBoolean() || file == "urgence.json";
        Assert.True(found.Count > 0 == isExpected, $"{file}: heard [{string.Join(", ", found.Select(finding => finding.Reason.Heard))}]");
    }

    private static string Folder([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "demo", "calls"));
}
