using Microsoft.ML.OnnxRuntime;
using Supervision.Shared;
using Supervision.Speech.Aggression;
using Supervision.Speech.Vad;
using Supervision.Speech.Worker.Aggression;
using Supervision.Testing;

namespace Supervision.Speech.Tests.Aggression;

/// <summary>The real ONNX Runtime.</summary>
public sealed class AggressionScorerTests
{
    [Fact]
    public void Run_SeveralWindows_GivesEachItsOwnScoreInItsPlace()
    {
        using var scorer = new AggressionScorer(OnnxGraph.Peak());
        short[] peaks = [16_384, 0, 8192, -32_768, 4096];
        for (int slot = 0; slot < peaks.Length; slot++)
        {
            scorer.Place(slot, Window(peaks[slot]));
        }

        Assert.Equal([0.5f, 0, 0.25f, 1, 0.125f], scorer.Run(peaks.Length).ToArray());
        scorer.Place(0, Window(8192));
        Assert.Equal([0.25f], scorer.Run(1).ToArray());
    }

    [Fact]
    public void Constructor_BytesThatAreNoGraph_IsAnErrorAndNoCrash()
    {
        Assert.Throws<OnnxRuntimeException>(() => new AggressionScorer([1, 2, 3, 4]));
    }

    [Fact]
    public void Constructor_GraphWithAnotherFace_SaysWhatIsWanted()
    {
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => new AggressionScorer(OnnxGraph.Peak("score")));

        Assert.Contains("probability", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AnswerIsNoProbability_IsRefused()
    {
        using var scorer = new AggressionScorer(OnnxGraph.NegativePeak());
        scorer.Place(0, Window(1000));

        Assert.Throws<InvalidDataException>(() => scorer.Run(1).Length);
    }

    [Fact]
    public void Run_OnceWarm_AllocatesNextToNothing()
    {
        using var scorer = new AggressionScorer(OnnxGraph.Peak());
        CallerAudio window = Window(1000);
        Round();
        Round();

        // Below one small object a run.
        Assert.InRange(Allocations.Least(HundredRounds), 0, 100 * 24);

        void HundredRounds()
        {
            for (int i = 0; i < 100; i++)
            {
                Round();
            }
        }

        void Round()
        {
            scorer.Place(0, window);
            scorer.Place(1, window);
            scorer.Run(2);
        }
    }

    /// <summary>A window of silence with one sample in its middle.</summary>
    internal static CallerAudio Window(short peak)
    {
        var queue = new CallerAudioQueue(TimeProvider.System);
        CallerAudio.Source source = CallerAudio.Source.Of(Lane.Caller, isBatch: false, 1, queue)!;
        short[] samples = new short[SileroVad.WindowSamples];
        samples[100] = peak;
        var taken = new CallerAudio?[1];
        for (long position = 0; queue.Take(taken) == 0; position += samples.Length)
        {
            source.Hear(position, samples, 1);
        }

        return taken[0]!;
    }
}
