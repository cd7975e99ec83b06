using System.Diagnostics;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;
using Supervision.Speech.Worker;
using Xunit.Abstractions;

namespace Supervision.Speech.Tests.Real;

[Collection(RealEngineCollection.Name)]
public sealed class RealSpeechTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Push_ThreeSentences_GivesWordsWithTimesOnTheCallsClock()
    {
        await using Engine engine = await Engine.StartedAsync();
        (SpeechLane lane, Heard heard) = engine.Open();

        // The call's clock stands at 100 s; after the second sentence a hold of an hour.
        const long start = 100 * 8000;
        byte[] audio = Playback.Caller;
        const int cut = 9 * 8000;
        await Playback.PlayAsync([lane], audio[..cut], start);
        await Playback.PlayAsync([lane], audio[cut..], start + cut + (3600 * 8000));
        await lane.CompleteAsync(CancellationToken.None);

        Assert.Contains("rendez-vous", heard.Text, StringComparison.Ordinal);
        Assert.Contains("lampadaire", heard.Text, StringComparison.Ordinal);
        Assert.Contains("merci", heard.Text, StringComparison.Ordinal);
        Assert.Empty(heard.Gaps);
        AssertOrdered(heard.Words);

        // Sentences begin at 1.5, 6.25 and 10.0 s of the audio, the last one an hour later. A model without silence phones gives its first
        // word some of the 320 ms of pre-roll.
        Assert.InRange(heard.Words[0].StartMs, 101_000, 102_000);
        Assert.InRange(heard.Words.Single(word => word.Text == "lampadaire").StartMs, 106_900, 108_000);
        Assert.InRange(heard.Words.Single(word => word.Text == "merci").StartMs, 3_709_600, 3_710_500);
        Assert.All(heard.Words, word => Assert.InRange(word.Confidence, 0f, 1f));
        Assert.All(heard.Finals, final => Assert.Equal(Path.GetFileName(TestModel.Directory), final.Model));
    }

    [Fact]
    public async Task Push_AtThePaceOfACall_PartialsGrowWhileSpeakingAtMostFiveASecond()
    {
        await using Engine engine = await Engine.StartedAsync();
        (SpeechLane lane, Heard heard) = engine.Open();

        long begun = Stopwatch.GetTimestamp();
        await Playback.PlayAsync([lane], Playback.Caller[..(6 * 8000)], 0);
        await engine.UntilAsync(() => heard.Finals.Count > 0);

        (long At, PartialUtterance Partial)[] told = [.. heard.Partials.Where(entry => entry.Partial.Text.Length > 0)];
        Assert.True(told.Length >= 3, $"{told.Length} partials");

        // On the whole, since those of a second may come together when the machine stalls.
        Assert.InRange(told.Length, 0, (Stopwatch.GetElapsedTime(begun, told[^1].At).TotalSeconds * PartialRate.PerSecond) + 1);
        Assert.True(told[^1].Partial.Text.Length > told[0].Partial.Text.Length);
    }

    [Fact]
    public async Task Push_SilenceOnFiftyLanes_IsNeverDecodedAndCostsNextToNothing()
    {
        await using Engine engine = await Engine.StartedAsync();
        SpeechLane[] lanes = [.. Enumerable.Range(0, 50).Select(_ => engine.Open().Lane)];
        byte[] silence = new byte[5 * 8000];
        silence.AsSpan().Fill(G711.Silence(AudioCodec.Pcma));
        await Playback.PlayAsync(lanes, silence[..8000], 0);
        await engine.UntilAsync(() => engine.Ready().Sum(worker => worker.Stats.QuietWindows) > 0);
        long before = engine.Ready().Sum(worker => worker.Stats.CpuMs);

        await Playback.PlayAsync(lanes, silence, 8000);
        await engine.UntilAsync(() => engine.Ready().Sum(worker => worker.Stats.QuietWindows) > 50 * 150);

        // 50 lanes × 5 s = 250 s of audio cost less than a thousandth of it in processor time, both workers together, where nothing else runs.
        long cpu = engine.Ready().Sum(worker => worker.Stats.CpuMs) - before;
        output.WriteLine($"250 s of silence cost {cpu} ms of processor time.");
        Assert.Equal(0, engine.Ready().Sum(worker => worker.Stats.DecodedMs));
        Assert.Equal(0, engine.Ready().Sum(worker => worker.Stats.VadWindows));
    }

    [Fact]
    public async Task Push_FiftyLanesAtOnce_EachHearsItsSentence()
    {
        await using Engine engine = await Engine.StartedAsync();
        (SpeechLane Lane, Heard Heard)[] lanes = [.. Enumerable.Range(0, 50).Select(_ => engine.Open())];

        await Playback.PlayAsync([.. lanes.Select(lane => lane.Lane)], Playback.Caller[..(6 * 8000)], 0);
        await Task.WhenAll(lanes.Select(lane => lane.Lane.CompleteAsync(CancellationToken.None)));

        Assert.All(lanes, lane => Assert.Contains("rendez-vous", lane.Heard.Text, StringComparison.Ordinal));
        Assert.Empty(engine.Host.Lanes);
        Assert.Equal(0, engine.Host.SkippedMs);
    }

    [Fact]
    public async Task TranscribeAsync_ARecording_GivesItsWordsFasterThanItWasSpoken()
    {
        await using Engine engine = await Engine.StartedAsync();
        long start = Stopwatch.GetTimestamp();

        IReadOnlyList<Utterance> utterances = await engine.Host.TranscribeAsync(
            CallId.New(TimeProvider.System), Lane.Caller, Recording(repeats: 8), CancellationToken.None);

        string text = string.Join(' ', utterances.Select(utterance => utterance.Text));
        Assert.Equal(8, text.Split("lampadaire").Length - 1);
        Assert.DoesNotContain(utterances, utterance => utterance.Kind == UtteranceKind.Gap);
        AssertOrdered([.. utterances.SelectMany(utterance => utterance.Words)]);

        // 8 × 14 s = 112 s of audio.
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(112));
    }

    [Fact]
    public async Task Push_WithoutTheVadsNetwork_StillHearsAndSaysSo()
    {
        await using Engine engine = await Engine.StartedAsync(vadPath: Path.Combine(AppContext.BaseDirectory, "no-such.onnx"));
        (SpeechLane lane, Heard heard) = engine.Open();

        await Playback.PlayAsync([lane], Playback.Caller[..(6 * 8000)], 0);
        await lane.CompleteAsync(CancellationToken.None);

        Assert.Contains("rendez-vous", heard.Text, StringComparison.Ordinal);
        Assert.Equal(PartState.Degraded, engine.Health("vad").State);
    }

    private static async IAsyncEnumerable<RecordedAudio> Recording(int repeats)
    {
        for (int i = 0; i < repeats; i++)
        {
            await Task.Yield();
            yield return new RecordedAudio(AudioCodec.Pcma, (long)i * Playback.Caller.Length, Playback.Caller);
        }
    }

    private static void AssertOrdered(IReadOnlyList<Word> words)
    {
        Assert.All(words, word => Assert.True(word.StartMs < word.EndMs));
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.StartMs <= pair.Second.StartMs));
    }
}
