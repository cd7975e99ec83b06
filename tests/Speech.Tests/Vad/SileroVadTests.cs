using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Speech.Tests.Real;
using Supervision.Speech.Vad;
using Supervision.Testing;

namespace Supervision.Speech.Tests.Vad;

public sealed class SileroVadTests
{
    [Fact]
    public void Run_ASentenceAfterSilence_IsSpeechAndTheSilenceIsNot()
    {
        float[] probabilities = Judge(1)[0];

        // 32 ms a window: silence until 1.5 s, the first sentence until 4.7 s.
        Assert.All(probabilities.Take(40), probability => Assert.True(probability < SpeechGate.OpenProbability));
        Assert.True(probabilities.Skip(50).Take(90).Count(probability => probability > 0.5f) > 70);
    }

    [Fact]
    public void Run_ManyLanesTogether_GivesEachWhatItGetsAlone()
    {
        float[] alone = Judge(1)[0];
        float[][] together = Judge(7);

        // The lanes begin one window apart, so that a mixed-up state would show.
        for (int lane = 0; lane < together.Length; lane++)
        {
            for (int window = 0; window < together[lane].Length; window++)
            {
                Assert.Equal(alone[window], together[lane][window], 0.001f);
            }
        }
    }

    [Fact]
    public void Run_OnceWarm_AllocatesNextToNothing()
    {
        using var vad = new SileroVad(SileroVad.DefaultPath);
        var state = new VadLaneState();
        short[] window = new short[SileroVad.WindowSamples];
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
            vad.Place(0, state, window, 1);
            vad.Run(1);
            vad.TakeState(0, state, 1);
        }
    }

    [Fact]
    public void IsQuiet_IdleALawAndMuLaw_AreQuietAndSoftSpeechIsNot()
    {
        short[] aLaw = [.. Enumerable.Repeat(G711.Decode(AudioCodec.Pcma, 0xD5), 256)];
        short[] muLaw = new short[256];
        short[] soft = [.. Enumerable.Range(0, 256).Select(i => (short)(100 * Math.Sin(i / 3.0)))];

        Assert.True(QuietRule.IsQuiet(aLaw));
        Assert.True(QuietRule.IsQuiet(muLaw));
        Assert.False(QuietRule.IsQuiet(soft));
    }

    private static float[][] Judge(int lanes)
    {
        using var vad = new SileroVad(SileroVad.DefaultPath);
        short[] pcm = new short[Playback.Caller.Length];
        G711.Decode(AudioCodec.Pcma, Playback.Caller, pcm);
        const int windows = 150;
        var states = Enumerable.Range(0, lanes).Select(_ => new VadLaneState()).ToArray();
        float[][] probabilities = [.. Enumerable.Range(0, lanes).Select(_ => new float[windows])];
        for (int round = 0; round < windows + lanes - 1; round++)
        {
            int[] active = [.. Enumerable.Range(0, lanes).Where(lane => round - lane is >= 0 and < windows)];
            for (int slot = 0; slot < active.Length; slot++)
            {
                int window = round - active[slot];
                vad.Place(slot, states[active[slot]], pcm.AsSpan(window * SileroVad.WindowSamples, SileroVad.WindowSamples), active.Length);
            }

            ReadOnlySpan<float> result = vad.Run(active.Length);
            for (int slot = 0; slot < active.Length; slot++)
            {
                vad.TakeState(slot, states[active[slot]], active.Length);
                probabilities[active[slot]][round - active[slot]] = result[slot];
            }
        }

        return probabilities;
    }
}
