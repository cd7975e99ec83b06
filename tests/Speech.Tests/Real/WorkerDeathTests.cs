using System.Diagnostics;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech.Hosting;
using Xunit.Abstractions;

namespace Supervision.Speech.Tests.Real;

[Collection(RealEngineCollection.Name)]
public sealed class WorkerDeathTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kill_WhileSomebodySpeaks_TellsTheGapAndGoesOn()
    {
        await using Engine engine = await Engine.StartedAsync();
        (SpeechLane lane, Heard heard) = engine.Open();
        long killedAt = 0;

        // 2.9 s: in the middle of the first sentence. The second begins at 6.25 s.
        await Playback.PlayAsync([lane], Playback.Caller, 0, frame =>
        {
            if (frame == 145)
            {
                killedAt = Stopwatch.GetTimestamp();
                KillAndWait(engine, lane);
            }
        });
        await lane.CompleteAsync(CancellationToken.None);

        Utterance gap = Assert.Single(heard.Gaps);
        Assert.InRange(gap.StartMs, 1000, 1700);

        // What had been sent by then, and nothing of what came after: 146 frames of 20 ms.
        Assert.InRange(gap.EndMs, 1700, 146 * 20);
        (long at, _) = heard.Partials.First(entry => entry.At > killedAt && entry.Partial.Text.Length > 0);
        output.WriteLine($"The next words came {Stopwatch.GetElapsedTime(killedAt, at).TotalMilliseconds:F0} ms after the death.");
        Assert.Contains("lampadaire", heard.Text, StringComparison.Ordinal);
        Assert.Contains("merci", heard.Text, StringComparison.Ordinal);
        AssertInOrder(heard.Finals);

        await engine.UntilAsync(() => engine.Ready().Length == 2);
        Assert.Equal(1, engine.Host.Restarts);
        Assert.Equal(PartState.Ok, engine.Health("speech").State);
    }

    [Fact]
    public async Task Kill_WhileNobodySpeaks_LosesNothing()
    {
        await using Engine engine = await Engine.StartedAsync();
        (SpeechLane lane, Heard heard) = engine.Open();

        // 0.9 s: before the first sentence, and less than is heard again.
        await Playback.PlayAsync([lane], Playback.Caller[..(6 * 8000)], 0, frame =>
        {
            if (frame == 45)
            {
                KillAndWait(engine, lane);
            }
        });
        await lane.CompleteAsync(CancellationToken.None);

        Assert.Empty(heard.Gaps);
        Assert.Contains("rendez-vous", heard.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_OfTheOnlyWorker_WordsResumeAfterItsRestart()
    {
        await using Engine engine = await Engine.StartedAsync(Engine.OneWorker);
        (SpeechLane lane, Heard heard) = engine.Open();

        // The second sentence begins at 6.25 s; how long a start takes is the machine's affair.
        int killed = engine.Ready()[0].ProcessId;
        const int pause = 5 * 8000;
        await Playback.PlayAsync([lane], Playback.Caller[..pause], 0, frame =>
        {
            if (frame == 145)
            {
                Kill(engine.Ready()[0]);
            }
        });
        await engine.UntilAsync(() => engine.Ready() is [var again] && again.ProcessId != killed);
        await Playback.PlayAsync([lane], Playback.Caller[pause..], pause);
        await lane.CompleteAsync(CancellationToken.None);

        Assert.Contains("lampadaire", heard.Text, StringComparison.Ordinal);
        Assert.NotEmpty(heard.Gaps);
        AssertInOrder(heard.Finals);
    }

    [Fact]
    public async Task MustBeReplaced_WhileSomebodySpeaks_ChangesWorkersWithoutLosingAWord()
    {
        await using Engine engine = await Engine.StartedAsync();
        (SpeechLane lane, Heard heard) = engine.Open();
        WorkerInstance worn = engine.Ready().Single(worker => worker.LaneCount == 1);

        await Playback.PlayAsync([lane], [.. Playback.Caller, .. Playback.Caller], 0, frame =>
        {
            if (frame == 145)
            {
                worn.MustBeReplaced = true;
                engine.Host.Wake();
            }
        });
        await lane.CompleteAsync(CancellationToken.None);

        Assert.Empty(heard.Gaps);
        Assert.Equal(2, heard.Text.Split("rendez-vous").Length - 1);
        Assert.Equal(2, heard.Text.Split("lampadaire").Length - 1);
        Assert.Equal(2, heard.Text.Split("merci").Length - 1);
        await engine.UntilAsync(() => worn.Phase == WorkerPhase.Ended);
        Assert.Equal(0, engine.Host.Restarts);
        AssertInOrder(heard.Finals);
    }

    private static void Kill(WorkerInstance worker)
    {
        using Process process = Process.GetProcessById(worker.ProcessId);
        process.Kill();
    }

    /// <summary>Until another worker has the lane: how much is pushed meanwhile is not the machine's to say.</summary>
    private static void KillAndWait(Engine engine, SpeechLane lane)
    {
        WorkerLink? dead = lane.Link;
        Kill(engine.Ready().Single(worker => worker.LaneCount == 1));
        Assert.True(SpinWait.SpinUntil(() => lane.Link is { } link && link != dead, TimeSpan.FromSeconds(60)));
    }

    private static void AssertInOrder(IReadOnlyList<Utterance> finals)
    {
        Assert.All(finals.Zip(finals.Skip(1)), pair => Assert.True(pair.First.EndMs <= pair.Second.StartMs + 300));
    }
}
