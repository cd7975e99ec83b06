using System.Diagnostics;
using System.Globalization;
using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Xunit.Abstractions;

namespace Supervision.Grains.Tests.Rules;

/// <summary>What looking for words costs. Alone: it measures.</summary>
[Collection(nameof(AloneCollection))]
public sealed class WordCostTests(ITestOutputHelper output)
{
    private const int Rounds = 2000;

    private static readonly string[] Partials =
    [
        "bonjour madame", "bonjour madame je vous appelle", "bonjour madame je vous appelle parce que ça fait",
        "bonjour madame je vous appelle parce que ça fait trois semaines que j'attends",
        "bonjour madame je vous appelle parce que ça fait trois semaines que j'attends une réponse de vos services",
    ];

    [Fact]
    public void Utterance_WithFivePartials_AllocatesLittle()
    {
        var rule = new WordRule(new LiveWordList(AlarmWordList.LoadDefault()));
        List<WordFinding> found = [];
        Say(rule, found, 50);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        Say(rule, found, Rounds);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{elapsed.TotalMicroseconds / Rounds:0.0} µs and {bytes} bytes an utterance of 18 words with five partials before its final"));
        Assert.Empty(found);
        Assert.InRange(bytes, 0, 4096);
    }

    private static void Say(WordRule rule, List<WordFinding> found, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            int startMs = i * 10_000;
            foreach (string partial in Partials)
            {
                rule.OnPartial(new PartialUtterance(Lane.Caller, startMs, partial), DateTimeOffset.UnixEpoch, found);
            }

            rule.OnFinal(
                new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Speech, StartMs = startMs, EndMs = startMs + 5000, Text = Partials[^1] }, found);
        }
    }
}
