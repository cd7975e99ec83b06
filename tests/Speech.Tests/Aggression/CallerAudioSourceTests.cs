using Supervision.Shared;
using Supervision.Speech.Vad;
using Supervision.Speech.Worker;
using Supervision.Speech.Worker.Aggression;
using Supervision.Testing;

namespace Supervision.Speech.Tests.Aggression;

public sealed class CallerAudioSourceTests
{
    private readonly CallerAudioQueue _queue = new(TimeProvider.System);
    private readonly CallerAudio?[] _taken = new CallerAudio?[CallerAudioQueue.Capacity];
    private readonly CallerAudio.Source _source;
    private readonly short[] _window = new short[SileroVad.WindowSamples];
    private long _position;

    public CallerAudioSourceTests() => _source = CallerAudio.Source.Of(Lane.Caller, isBatch: false, 3, _queue)!;

    [Fact]
    public void Hear_SteadySpeech_CutsTwoSecondsEveryHalfSecondOfTheCallsClock()
    {
        Speak(5);

        // Nothing before 2 s; the last whole half second of the 5 s (156 VAD windows are 4.992 s) ends at 4.5 s.
        Assert.Equal([0, 4000, 8000, 12_000, 16_000, 20_000], Froms());
    }

    [Fact]
    public void Hear_CallsClockStandsAtAnOddPlace_WindowsEndOnItsHalfSeconds()
    {
        _position = 1_000_123;
        Speak(3.1);

        Assert.Equal([1_004_000, 1_008_000], Froms());
    }

    [Fact]
    public void Hear_EachWindow_HoldsTheSamplesOfItsTime()
    {
        Speak(3);

        foreach (CallerAudio audio in Take())
        {
            for (int i = 0; i < CallerAudio.WindowSamples; i++)
            {
                Assert.Equal(Sample(audio.From + i), audio.Samples[i]);
            }
        }
    }

    [Fact]
    public void Hear_SilenceOrTooLittleSpeech_CutsNothing()
    {
        Hear(10, 0);

        // 24 VAD windows of speech, 768 ms: below the 40 %.
        for (int i = 0; i < CallerAudio.Source.MinVoiced - 1; i++)
        {
            HearOne(1);
        }

        Hear(10, 0);

        Assert.Empty(Froms());
    }

    [Fact]
    public void Hear_SpeechAfterSilence_IsHeardOnceEnoughOfItWasSaid()
    {
        Hear(4, 0);
        Speak(1.5);
        Hear(4, 0);

        // Speech from 4 s to 5.5 s: windows that hold 0.8 s of it end between 4.8 s and 6.7 s.
        Assert.Equal([24_000, 28_000, 32_000, 36_000], Froms());
    }

    [Fact]
    public void Hear_LostPackets_AreSilenceOnTheCallsClock()
    {
        Speak(1.6);
        long hole = _position;
        _position += 2000;
        Speak(2);

        CallerAudio first = Take()[0];
        Assert.Equal(0, first.From);
        Assert.Equal(Sample(hole - 1), first.Samples[(int)hole - 1]);
        Assert.All(first.Samples.Slice((int)hole, 2000).ToArray(), sample => Assert.Equal(0, sample));
        Assert.Equal(Sample(hole + 2000), first.Samples[(int)hole + 2000]);
    }

    [Fact]
    public void Hear_AfterAHold_BeginsAnewAndMixesNothing()
    {
        Speak(3);
        _ = Froms();
        _position += 60 * 8000;
        long resumed = _position;
        Speak(3);

        CallerAudio[] windows = Take();
        Assert.NotEmpty(windows);
        Assert.All(windows, audio => Assert.True(audio.From >= resumed));
    }

    [Fact]
    public void Hear_ClosedLane_CutsNothingAndWhatWaitsIsNotTaken()
    {
        Speak(3);
        _source.Close();
        Speak(3);

        Assert.Empty(Take());
        Assert.Equal(0, _queue.Dropped);
    }

    [Fact]
    public void Hear_NobodyDecodes_WindowsComeAllTheSame()
    {
        var pool = new AudioBlockPool();
        var intake = new LaneIntake(new SpeechQueue(8000, isBatch: false), pool, _source);
        for (int i = 0; i < 30; i++)
        {
            AudioBlock block = pool.Rent();
            (block.Position, block.Length, block.Codec) = (i * 1600, 1600, AudioCodec.Pcma);
            intake.Add(block, 0);
        }

        while (intake.TryFill())
        {
            intake.Judge(1);
        }

        // 6 s, of which the recogniser was given up to a bound of 1 s.
        Assert.Equal(8, Froms().Length);
    }

    [Fact]
    public void Hear_OnceWarm_AllocatesNothing()
    {
        Speak(30);
        GiveBack();

        Assert.Equal(0, Allocations.Least(() => Speak(20), between: GiveBack));
        Assert.NotEmpty(Froms());

        void GiveBack()
        {
            foreach (CallerAudio audio in Take())
            {
                _queue.Return(audio);
            }
        }
    }

    private static short Sample(long position) => (short)(position % 30_011);

    private long[] Froms() => [.. Take().Select(audio => audio.From)];

    private CallerAudio[] Take()
    {
        int count = _queue.Take(_taken);
        return [.. _taken.Take(count).Select(audio => audio!)];
    }

    private void Speak(double seconds) => Hear(seconds, 1);

    private void Hear(double seconds, float probability)
    {
        for (int i = 0; i < (int)(seconds * 8000) / SileroVad.WindowSamples; i++)
        {
            HearOne(probability);
        }
    }

    private void HearOne(float probability)
    {
        for (int i = 0; i < _window.Length; i++)
        {
            _window[i] = Sample(_position + i);
        }

        _source.Hear(_position, _window, probability);
        _position += _window.Length;
    }
}
