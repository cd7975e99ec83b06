using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Speech.Aggression;
using Supervision.Speech.Models;
using Supervision.Speech.Vad;
using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Tests.Real;

/// <summary>The acoustic model of the repository, with the real ONNX Runtime.</summary>
[Collection(RealEngineCollection.Name)]
public sealed class ShippedAggressionModelTests
{
    /// <summary>Design §6 and the issue: at most 5 MB.</summary>
    private const int MaxBytes = 5 << 20;

    private static readonly string Folder = Path.Combine(TestModel.Models, AggressionModels.FolderName);

    [Fact]
    public void Read_TheRepositorysModel_IsWholeAndSmallEnough()
    {
        AggressionModelFile model = AggressionModelFile.Read(Folder);

        Assert.InRange(model.Network.Length, 1, MaxBytes);
        Assert.Equal("CC-BY-NC-SA-4.0", model.Card.Licence);
        Assert.NotNull(model.Card.Smoothing);
        Assert.InRange(model.Card.RaiseThreshold ?? 0, model.Card.ClearThreshold ?? 1, 1);
    }

    [Fact]
    public void Run_WindowsTogether_GivesEachWhatItGetsAlone()
    {
        using var scorer = new AggressionScorer(AggressionModelFile.Read(Folder).Network);
        CallerAudio[] windows = Windows(Playback.Caller, AggressionScorer.MaxBatch);
        float[] alone = [.. windows.Select(window => Score(scorer, window))];

        for (int i = 0; i < windows.Length; i++)
        {
            scorer.Place(i, windows[i]);
        }

        float[] together = scorer.Run(windows.Length).ToArray();
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First, pair.Second, 0.001f));
        Assert.True(alone.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Push_ACalmVoiceToWorkersWithTheUsualFolders_IsScoredByTheRepositorysModel()
    {
        await using var engine = new Engine(Engine.OneWorker, new ModelStore(TestModel.Directory, [TestModel.Models], "", TestModel.Models));
        engine.Host.Start();
        await engine.UntilAsync(() => engine.Ready().Any(worker => worker.Aggression.State == AggressionState.Scoring));
        (SpeechLane lane, Heard heard) = engine.Open();

        await Playback.PlayAsync([lane], Playback.Caller[..(6 * 8000)], 0);
        await lane.CompleteAsync(CancellationToken.None);

        Assert.NotEmpty(heard.Scores);
        Assert.All(heard.Scores, score => Assert.InRange(score.Probability, 0f, 1f));
        Assert.All(heard.Scores, score => Assert.Equal(engine.Host.AggressionModel!.FullName, score.Model));
        Assert.Equal(PartState.Ok, engine.Health("aggression").State);
    }

    private static float Score(AggressionScorer scorer, CallerAudio window)
    {
        scorer.Place(0, window);
        return scorer.Run(1)[0];
    }

    /// <summary>The first windows of a voice that speaks throughout.</summary>
    private static CallerAudio[] Windows(byte[] alaw, int count)
    {
        var queue = new CallerAudioQueue(TimeProvider.System);
        CallerAudio.Source source = CallerAudio.Source.Of(Lane.Caller, isBatch: false, 1, queue)!;
        short[] samples = new short[SileroVad.WindowSamples];
        for (int position = 0; position + samples.Length <= alaw.Length; position += samples.Length)
        {
            G711.Decode(AudioCodec.Pcma, alaw.AsSpan(position, samples.Length), samples);
            source.Hear(position, samples, 1);
        }

        var taken = new CallerAudio?[count];
        Assert.Equal(count, queue.Take(taken));
        return [.. taken.Select(audio => audio!)];
    }
}
