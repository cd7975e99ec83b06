using System.Diagnostics;
using System.Globalization;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Speech.Tests.Real;

/// <summary>The end of a call whose words its worker cannot tell in time.</summary>
[Collection(RealEngineCollection.Name)]
public sealed class LastWordsTests
{
    [Fact]
    public async Task CompleteAsync_WorkerTooSlow_TellsWhatIsMissingAsAGapBeforeItsWorkerIsTakenForHanging()
    {
        await using Engine engine = await Engine.StartedAsync(Engine.OneWorker, callPatience: TimeSpan.FromSeconds(6));
        (SpeechLane lane, Heard heard) = engine.Open();
        string worker = engine.Ready()[0].ProcessId.ToString(CultureInfo.InvariantCulture);

        // The first sentence begins at 1.5 s; from 2.9 s on the worker stands still, as one does that has far too much. The lane ends
        // soon after its last packet at 3 s; its worker would be taken for hanging ten seconds after its last word.
        await Playback.PlayAsync([lane], Playback.Caller[..(3 * 8000)], 0, frame =>
        {
            if (frame == 145)
            {
                Signal("-STOP", worker);
            }
        });
        await lane.CompleteAsync(CancellationToken.None);
        Signal("-CONT", worker);

        Utterance gap = Assert.Single(heard.Gaps);
        Assert.InRange(gap.StartMs, 1000, 1700);
        Assert.Equal(3000, gap.EndMs);
        Assert.Same(gap, heard.Finals[^1]);
        Assert.Equal(0, engine.Host.Restarts);
        Assert.Empty(engine.Host.Lanes);
        Assert.Equal(gap.EndMs - gap.StartMs, engine.Host.SkippedMs);

        // The worker forgot the lane and serves the next one.
        (SpeechLane next, Heard later) = engine.Open();
        await Playback.PlayAsync([next], Playback.Caller[..(6 * 8000)], 0);
        await next.CompleteAsync(CancellationToken.None);
        Assert.Contains("rendez-vous", later.Text, StringComparison.Ordinal);
        Assert.Single(heard.Finals);
    }

    private static void Signal(string name, string processId)
    {
        using Process kill = Process.Start("kill", [name, processId]);
        kill.WaitForExit();
    }
}
