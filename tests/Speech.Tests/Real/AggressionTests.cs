using System.Diagnostics;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;
using Supervision.Speech.Aggression;
using Supervision.Speech.Hosting;
using Supervision.Speech.Models;
using Supervision.Speech.Tests.Aggression;

namespace Supervision.Speech.Tests.Real;

/// <summary>Scores of real workers with the real ONNX Runtime; the network says the loudest sample, so that its answers are known.</summary>
[Collection(RealEngineCollection.Name)]
public sealed class AggressionTests : IDisposable
{
    private readonly ModelFolder _model = new(OnnxGraph.Peak());

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Push_ACallersVoice_IsScoredEveryHalfSecondWhereThereIsSpeech()
    {
        await using Engine engine = await ScoringAsync();
        (SpeechLane lane, Heard heard) = engine.Open();

        await Playback.PlayAsync([lane], Playback.Caller, 0);
        await lane.CompleteAsync(CancellationToken.None);

        Assert.NotEmpty(heard.Scores);
        Assert.All(heard.Scores, score =>
        {
            Assert.Equal(2000, score.ToMs - score.FromMs);
            Assert.Equal(0, score.ToMs % 500);
            Assert.Equal("aggression 7", score.Model);
            Assert.Equal(Peak(score), score.Probability, 0.0001f);
        });
        Assert.Equal(heard.Scores.Select(score => score.ToMs).Distinct().Order(), heard.Scores.Select(score => score.ToMs));

        // Silence until 1.5 s, speech until 4.7 s: 0.8 s of it are first heard in the window that ends at 2.5 s.
        Assert.Equal(2500, heard.Scores[0].ToMs);
        Assert.Contains(heard.Scores, score => score.ToMs == 4500);
    }

    [Theory]
    [InlineData(Lane.Agent)]
    [InlineData(Lane.Mixed)]
    public async Task Push_TheSameVoiceOnAnotherLane_IsTranscribedAndNeverScored(Lane other)
    {
        await using Engine engine = await ScoringAsync();
        (SpeechLane lane, Heard heard) = engine.Open(other);
        (SpeechLane caller, Heard ofCaller) = engine.Open();

        await Playback.PlayAsync([lane, caller], Playback.Caller[..(6 * 8000)], 0);
        await Task.WhenAll(lane.CompleteAsync(CancellationToken.None), caller.CompleteAsync(CancellationToken.None));

        Assert.Contains("rendez-vous", heard.Text, StringComparison.Ordinal);
        Assert.Empty(heard.Scores);
        await UntilAsync(engine, () => Scored(engine) > 0);
        Assert.NotEmpty(ofCaller.Scores);
    }

    [Fact]
    public async Task TranscribeAsync_ACallersRecording_IsNeverScored()
    {
        await using Engine engine = await ScoringAsync();

        IReadOnlyList<Utterance> words = await engine.Host.TranscribeAsync(
            CallId.New(TimeProvider.System), Lane.Caller, Recording(), CancellationToken.None);
        await engine.UntilAsync(() => engine.Ready().Sum(worker => worker.Stats.DecodedMs) > 0);

        Assert.NotEmpty(words);
        Assert.Equal(0, Scored(engine));
    }

    [Fact]
    public async Task DisposeAsync_WhileSomebodySpeaks_NoScoreComesAfter()
    {
        await using Engine engine = await ScoringAsync();
        (SpeechLane lane, Heard heard) = engine.Open();
        (SpeechLane other, Heard ofOther) = engine.Open();
        int told = -1;

        // Paused, refused or on a private line at 4.4 s, in the middle of a sentence; the other call goes on.
        await Playback.PlayAsync([lane, other], Playback.Caller[..(8 * 8000)], 0, frame =>
        {
            if (frame == 220)
            {
                // Scores are made on a thread that gives way to all others.
                SpinWait.SpinUntil(() => heard.Scores.Count > 0, TimeSpan.FromSeconds(60));
                _ = lane.DisposeAsync().AsTask();
                told = heard.Scores.Count;
            }
        });
        await engine.UntilAsync(() => ofOther.Scores.Any(score => score.ToMs > 4500));
        await other.CompleteAsync(CancellationToken.None);

        Assert.True(told > 0);
        Assert.Equal(told, heard.Scores.Count);
    }

    [Fact]
    public async Task Push_ManyCallsAtOnce_AreLookedAtTogether()
    {
        await using Engine engine = await ScoringAsync(workers: 1);
        (SpeechLane Lane, Heard Heard)[] calls = [.. Enumerable.Range(0, 12).Select(_ => engine.Open())];

        await Playback.PlayAsync([.. calls.Select(call => call.Lane)], Playback.Caller[..(5 * 8000)], 0);
        await engine.UntilAsync(() => calls.All(call => call.Heard.Scores.Count > 0));
        await Task.WhenAll(calls.Select(call => call.Lane.CompleteAsync(CancellationToken.None)));

        Assert.All(calls, call => Assert.All(call.Heard.Scores, score => Assert.Equal(Peak(score), score.Probability, 0.0001f)));
        IReadOnlyDictionary<string, object> figures = await FiguresAsync(engine, calls.Sum(call => call.Heard.Scores.Count));
        Assert.True(Number(figures, "windows") >= 3 * Number(figures, "runs"), $"{figures["windows"]} windows in {figures["runs"]} runs");
        Assert.True(Number(figures, "cpuMs") > 0);
    }

    [Fact]
    public async Task Push_MoreWindowsThanAreScored_DropsTheOldestAndSaysSo()
    {
        await using Engine engine = await ScoringAsync(workers: 1);
        (SpeechLane Lane, Heard Heard)[] calls = [.. Enumerable.Range(0, 60).Select(_ => engine.Open())];

        // Six seconds at once, and not at the pace of a call: 60 windows become due together, again and again.
        foreach ((SpeechLane lane, _) in calls)
        {
            lane.Push(AudioCodec.Pcma, 0, Playback.Caller.AsSpan(0, 6 * 8000));
        }

        await engine.UntilAsync(() => engine.Health("aggression").Detail.StartsWith("More voices", StringComparison.Ordinal));
        Assert.True(Number(engine.Health("aggression").Figures, "windowsDropped") > 0);
        Assert.Equal(PartState.Degraded, engine.Health("aggression").State);
    }

    [Fact]
    public async Task Kill_OfTheWorker_ScoresResumeAndNoneIsToldTwice()
    {
        await using Engine engine = await ScoringAsync();
        (SpeechLane lane, Heard heard) = engine.Open();
        const int killedAtMs = 5500;

        await Playback.PlayAsync([lane], Playback.Caller, 0, frame =>
        {
            if (frame * 20 == killedAtMs)
            {
                using Process process = Process.GetProcessById(engine.Ready().Single(worker => worker.LaneCount == 1).ProcessId);
                process.Kill();
            }
        });
        await lane.CompleteAsync(CancellationToken.None);

        Assert.Contains(heard.Scores, score => score.ToMs < killedAtMs);
        Assert.Contains(heard.Scores, score => score.FromMs > killedAtMs);
        Assert.Equal(heard.Scores.Select(score => score.ToMs).Distinct().Order(), heard.Scores.Select(score => score.ToMs));
    }

    [Fact]
    public async Task Health_WhileScoring_SaysWithWhatAndAtWhatCost()
    {
        await using Engine engine = await ScoringAsync();

        PartHealth health = engine.Health("aggression");

        Assert.Equal((PartState.Ok, "7", 2), (health.State, (string)health.Figures["version"], (int)health.Figures["workersScoring"]));
        Assert.Equal("aggression 7", engine.Host.AggressionModel?.FullName);
    }

    [Fact]
    public async Task Start_WithoutAModel_WordsGoOnAndHealthSaysSo()
    {
        await using Engine engine = Make(Path.Combine(_model.Models, "nothing"));

        await AssertWordsWithoutScoresAsync(engine, "there is no model in");
    }

    [Fact]
    public async Task Start_ModelDamaged_WordsGoOnAndHealthSaysSo()
    {
        await File.AppendAllTextAsync(_model.Network, "x");
        await using Engine engine = Make(_model.Models);

        await AssertWordsWithoutScoresAsync(engine, "SHA-256");
    }

    [Fact]
    public async Task Start_GraphThatDoesNotLoad_WordsGoOnAndHealthSaysSo()
    {
        using var broken = new ModelFolder([1, 2, 3, 4]);
        await using Engine engine = Make(broken.Models);

        await AssertWordsWithoutScoresAsync(engine, "does not work");
    }

    [Fact]
    public async Task Push_GraphThatFailsInACall_WordsGoOnAndHealthSaysSo()
    {
        using var failing = new ModelFolder(OnnxGraph.NegativePeak());
        await using Engine engine = Make(failing.Models);

        await AssertWordsWithoutScoresAsync(engine, "no probability");
        Assert.Equal(0, engine.Host.Restarts);
    }

    [Fact]
    public async Task Start_SwitchedOff_WordsGoOnAndNothingIsScored()
    {
        await using Engine engine = Make(_model.Models, new AggressionSettings { Enabled = false });

        await AssertWordsWithoutScoresAsync(engine, "switched off");
        Assert.Equal(PartState.Ok, engine.Health("aggression").State);
    }

    private static async Task AssertWordsWithoutScoresAsync(Engine engine, string why)
    {
        engine.Host.Start();
        (SpeechLane lane, Heard heard) = engine.Open();
        await engine.UntilAsync(() => engine.Ready().Length > 0);
        await Playback.PlayAsync([lane], Playback.Caller[..(6 * 8000)], 0);
        await lane.CompleteAsync(CancellationToken.None);

        Assert.Contains("rendez-vous", heard.Text, StringComparison.Ordinal);
        Assert.Empty(heard.Scores);
        await engine.UntilAsync(() => engine.Health("aggression").Detail.Contains(why, StringComparison.Ordinal));
        bool isChoice = !(bool)engine.Health("aggression").Figures["enabled"];
        Assert.Equal(isChoice ? PartState.Ok : PartState.Degraded, engine.Health("aggression").State);
        Assert.NotEqual(PartState.Failed, engine.Health("speech").State);
    }

    private async Task<Engine> ScoringAsync(int workers = 2)
    {
        Engine engine = Make(_model.Models, workers: workers);
        engine.Host.Start();
        await UntilAsync(engine, () => engine.Host.State == SpeechState.Running
            && engine.Ready().Count(worker => worker.Aggression.State == AggressionState.Scoring) == workers);
        return engine;
    }

    private static Engine Make(string models, AggressionSettings? aggression = null, int workers = 1)
    {
        var settings = new SpeechSettings { Workers = workers, Threads = 1, AllowDownload = false, ModelDirectory = TestModel.Directory, MaxLagMs = 60_000 };
        return new Engine(settings, new ModelStore(TestModel.Directory, [models], "", models), aggression: aggression);
    }

    private static Task UntilAsync(Engine engine, Func<bool> condition) => engine.UntilAsync(condition);

    private static long Scored(Engine engine) => engine.Ready().Sum(worker => worker.Aggression.Windows);

    /// <summary>Once the workers, who tell them each second, have counted so many windows.</summary>
    private static async Task<IReadOnlyDictionary<string, object>> FiguresAsync(Engine engine, int windows)
    {
        await engine.UntilAsync(() => Scored(engine) >= windows);
        return engine.Health("aggression").Figures;
    }

    private static double Number(IReadOnlyDictionary<string, object> figures, string name) =>
        Convert.ToDouble(figures[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What the network is to say of the window.</summary>
    private static float Peak(AggressionScore score)
    {
        float[] samples = new float[(score.ToMs - score.FromMs) * 8];
        G711.Decode(AudioCodec.Pcma, Playback.Caller.AsSpan(score.FromMs * 8, samples.Length), samples);
        return samples.Max(MathF.Abs);
    }

    private static async IAsyncEnumerable<RecordedAudio> Recording()
    {
        await Task.Yield();
        yield return new RecordedAudio(AudioCodec.Pcma, 0, Playback.Caller);
    }
}
