using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Worker;

public sealed class LaneIntakeTests
{
    private readonly AudioBlockPool _pool = new();
    private readonly SpeechQueue _queue = new(80_000, isBatch: false);
    private readonly LaneIntake _intake;

    public LaneIntakeTests() => _intake = new LaneIntake(_queue, _pool);

    [Fact]
    public void TryFill_LostPacketInsideSpeech_IsFilledWithSilence()
    {
        Add(0, 1600);
        Add(1760, 1600);
        Speak();

        Assert.Equal(["Begin 0", "Audio 0-3328"], Drain());
    }

    [Fact]
    public void TryFill_ClockJumpsOverAHold_EndsTheUtteranceAndBeginsAnew()
    {
        Add(0, 1600);
        Add(80_000, 1600);
        Speak();

        // The first 6 whole windows of 256 are spoken; what did not fill a window before the jump is dropped.
        Assert.Equal(["Begin 0", "Audio 0-1536", "End 1600", "Begin 80000", "Audio 80000-81536"], Drain());
    }

    [Fact]
    public void TryFill_OverlappingBlocks_HearsEachSampleOnce()
    {
        Add(0, 1600);
        Add(800, 1600);
        Add(0, 1600);
        Speak();

        Assert.Equal(["Begin 0", "Audio 0-2304"], Drain());
        Assert.Equal(2400, _intake.Position);
    }

    [Fact]
    public void Complete_RestOfAWindow_IsHeardBeforeTheEnd()
    {
        Add(0, 300);
        _intake.Complete();
        Speak();

        Assert.Equal(["Begin 0", "Audio 0-512", "End 300", "Complete"], Drain());
    }

    [Fact]
    public void Complete_NothingEverCame_Completes()
    {
        _intake.Complete();
        Speak();

        Assert.Equal(["Complete"], Drain());
    }

    [Fact]
    public void Judge_SilenceOnly_QueuesNothingAndIsSafeUpToThePreRoll()
    {
        for (int i = 0; i < 50; i++)
        {
            Add(i * 1600, 1600);
        }

        while (_intake.TryFill())
        {
            _intake.Judge(0);
        }

        Assert.Empty(Drain());
        Assert.Equal(80_000, _intake.Position);
        Assert.InRange(_intake.SafePosition, 80_000 - (11 * 256) - 256, 80_000 - (10 * 256));
    }

    [Fact]
    public void Judge_SpeechAfterSilence_BringsThePreRollAndClosesAfterTheHangover()
    {
        for (int i = 0; i < 40; i++)
        {
            Add(i * 1600, 1600);
        }

        // 100 windows of silence, 10 of speech, silence again.
        for (int window = 0; _intake.TryFill(); window++)
        {
            _intake.Judge(window is >= 100 and < 110 ? 1 : 0);
        }

        // Begin 10 windows before the 100th; end 20 windows after the 110th.
        Assert.Equal([$"Begin {90 * 256}", $"Audio {90 * 256}-{130 * 256}", $"End {130 * 256}"], Drain());
    }

    private void Add(long position, int length)
    {
        AudioBlock block = _pool.Rent();
        block.Position = position;
        block.Length = length;
        block.Codec = AudioCodec.Pcma;
        block.Bytes.AsSpan(0, length).Fill(G711.Silence(AudioCodec.Pcma));
        _intake.Add(block, 0);
    }

    private void Speak()
    {
        while (_intake.TryFill())
        {
            _intake.Judge(1);
        }
    }

    private List<string> Drain()
    {
        var items = new List<string>();
        short[] buffer = new short[100_000];
        while (_queue.Take(buffer) is { Kind: not QueueItemKind.None } item)
        {
            items.Add(item.Kind switch
            {
                QueueItemKind.Audio => $"Audio {item.From}-{item.To}",
                QueueItemKind.Complete => "Complete",
                _ => $"{item.Kind} {item.From}",
            });
        }

        return items;
    }
}
