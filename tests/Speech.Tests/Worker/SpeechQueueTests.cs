using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Worker;

public sealed class SpeechQueueTests
{
    private const int MaxLag = 8000;

    [Fact]
    public void Take_TwoUtterances_GivesMarksAndSamplesInOrder()
    {
        var queue = new SpeechQueue(MaxLag, isBatch: false);
        queue.Begin(1000);
        queue.Append([1, 2, 3]);
        queue.End(1003);
        queue.Begin(5000);
        queue.Append([4]);
        queue.Complete();

        Assert.Equal(["Begin 1000", "Audio 1000-1003 1,2,3", "End 1003", "Begin 5000", "Audio 5000-5001 4", "Complete"], Drain(queue));
    }

    [Fact]
    public void Append_BeyondTheRing_GrowsAndKeepsOrder()
    {
        var queue = new SpeechQueue(MaxLag * 10, isBatch: false);
        queue.Begin(0);
        short[] samples = [.. Enumerable.Range(0, 10_000).Select(i => (short)i)];
        queue.Append(samples.AsSpan(0, 3000));
        short[] buffer = new short[2500];
        queue.Take(buffer);
        queue.Take(buffer);
        queue.Append(samples.AsSpan(3000));

        var rest = new List<short>();
        while (queue.Take(buffer) is { Kind: QueueItemKind.Audio } item)
        {
            rest.AddRange(buffer.AsSpan(0, item.Samples));
        }

        Assert.Equal(samples[2500..], rest);
    }

    [Fact]
    public void Advance_LagBeyondBoundInOneUtterance_CutsTellsOneGapAndGoesOn()
    {
        var queue = new SpeechQueue(MaxLag, isBatch: false);
        queue.Begin(0);
        short[] buffer = new short[1000];
        queue.Append(new short[1000]);
        Assert.Equal(QueueItemKind.Begin, queue.Take(buffer).Kind);
        Assert.Equal(QueueItemKind.Audio, queue.Take(buffer).Kind);
        queue.Append(new short[9000]);

        queue.Advance(10_000);

        // 10000 − 8000 / 2 = 6000 is where the lane goes on.
        Assert.Equal(5000, queue.SkippedSamples);
        Assert.Equal(["End 1000", "Gap 1000-6000", "Begin 6000", "Audio 6000-10000"], Drain(queue, brief: true));
    }

    [Fact]
    public void Advance_SkipsTwiceBeforeTheDecoderComes_TellsOneGap()
    {
        var queue = new SpeechQueue(MaxLag, isBatch: false);
        queue.Begin(0);
        queue.Append(new short[9000]);
        queue.Advance(9000);
        queue.Append(new short[9000]);
        queue.Advance(18_000);

        Assert.Equal(["Gap 0-14000", "Begin 14000", "Audio 14000-18000"], Drain(queue, brief: true));
        Assert.Equal(14_000, queue.SkippedSamples);
    }

    [Fact]
    public void Oldest_GapNotYetTold_IsTheGapsBeginning()
    {
        var queue = new SpeechQueue(MaxLag, isBatch: false);
        queue.Begin(1000);
        queue.Append(new short[9000]);
        queue.Advance(10_000);

        Assert.Equal(1000, queue.Oldest());
        Assert.Equal(QueueItemKind.Gap, queue.Take(new short[1000]).Kind);
        Assert.Equal(6000, queue.Oldest());
    }

    [Fact]
    public void Advance_SkippedUtterancesEnded_GapEndsWithTheLastOfThem()
    {
        var queue = new SpeechQueue(MaxLag, isBatch: false);
        queue.Begin(0);
        queue.Append(new short[1000]);
        queue.End(1000);
        queue.Begin(2000);
        queue.Append(new short[1000]);
        queue.End(3000);
        queue.Begin(8500);
        queue.Append(new short[500]);

        queue.Advance(9000);

        Assert.Equal(["Gap 0-3000", "Begin 8500", "Audio 8500-9000"], Drain(queue, brief: true));
    }

    [Fact]
    public void Advance_Skipping_NeverDropsTheEndOfTheLane()
    {
        var queue = new SpeechQueue(MaxLag, isBatch: false);
        queue.Begin(0);
        queue.Append(new short[100]);
        queue.End(100);
        queue.Complete();

        queue.Advance(100_000);

        Assert.Equal(["Gap 0-100", "Complete"], Drain(queue, brief: true));
    }

    [Fact]
    public void Advance_BatchLane_SkipsNothing()
    {
        var queue = new SpeechQueue(MaxLag, isBatch: true);
        queue.Begin(0);
        queue.Append(new short[50_000]);
        queue.Advance(50_000);

        Assert.Equal(0, queue.SkippedSamples);
        Assert.Equal(50_000, queue.LagSamples());
    }

    [Fact]
    public void LagSamples_OnlySilenceCame_IsZero()
    {
        var queue = new SpeechQueue(MaxLag, isBatch: false);
        queue.Advance(80_000);

        Assert.Equal(0, queue.LagSamples());
        Assert.False(queue.HasWork(1));
    }

    private static List<string> Drain(SpeechQueue queue, bool brief = false)
    {
        var items = new List<string>();
        short[] buffer = new short[100_000];
        while (queue.Take(buffer) is { Kind: not QueueItemKind.None } item)
        {
            items.Add(item.Kind switch
            {
                QueueItemKind.Audio when brief => $"Audio {item.From}-{item.To}",
                QueueItemKind.Audio => $"Audio {item.From}-{item.To} {string.Join(',', buffer.Take(item.Samples))}",
                QueueItemKind.Gap => $"Gap {item.From}-{item.To}",
                QueueItemKind.Complete => "Complete",
                _ => $"{item.Kind} {item.From}",
            });
        }

        return items;
    }
}
