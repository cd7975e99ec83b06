using Supervision.Shared;
using Supervision.Speech.Vad;
using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Tests.Aggression;

public sealed class CallerAudioQueueTests
{
    private readonly CallerAudioQueue _queue = new(TimeProvider.System);
    private readonly CallerAudio?[] _taken = new CallerAudio?[CallerAudioQueue.Capacity];

    [Fact]
    public void Post_MoreThanItHolds_DropsTheOldestAndCountsThem()
    {
        // 2 s for the first window, half a second for each further one: 4 more than there is room for.
        Speak(Open(1), 2.01 + ((CallerAudioQueue.Capacity + 3) * 0.5));

        Assert.Equal(4, _queue.Dropped);
        Assert.Equal(CallerAudioQueue.Capacity, _queue.Take(_taken));
        Assert.Equal(4 * CallerAudio.HopSamples, _taken[0]!.From);
    }

    [Fact]
    public void Take_OneLaneClosedMeanwhile_GivesTheOthersOnly()
    {
        CallerAudio.Source closing = Open(1);
        Speak(closing, 4);
        Speak(Open(2), 4);
        closing.Close();

        int count = _queue.Take(_taken);

        Assert.Equal(5, count);
        Assert.All(_taken.Take(count), audio => Assert.Equal(2u, audio!.Lane.LaneId));
    }

    [Fact]
    public void Stop_WhileSomebodyWaits_LetsGoOfEverything()
    {
        CallerAudio.Source source = Open(1);
        Speak(source, 4);

        _queue.Stop();

        Assert.False(_queue.Wait(TimeSpan.FromHours(1)));
        Assert.Equal(0, _queue.Take(_taken));
        Speak(source, 4);
        Assert.Equal(0, _queue.Take(_taken));
    }

    private CallerAudio.Source Open(uint id) => CallerAudio.Source.Of(Lane.Caller, isBatch: false, id, _queue)!;

    private static void Speak(CallerAudio.Source source, double seconds)
    {
        short[] window = new short[SileroVad.WindowSamples];
        for (long position = 0; position < seconds * 8000; position += window.Length)
        {
            source.Hear(position, window, 1);
        }
    }
}
