using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Server.Recordings;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Tests.Recordings;

/// <summary>What was refused stays so, however the server ends and whatever the disk does.</summary>
public sealed class RecordingErasureTests : IDisposable
{
    private readonly RecorderBench bench = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuse_ServerDiesBeforeTheDeletion_NothingIsRecoveredAndTheNextStartErases(bool isLive)
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 100);
        if (!isLive)
        {
            recording.Close(CallEndReason.Normal, bench.Time.GetUtcNow());
            bench.Step();
        }

        bench.Recorder.Refuse(offer.CallId);

        // No pass of the writer: the server dies here. Nobody hears what still lies on the disk.
        Assert.True(File.Exists(bench.Paths.FileOf(offer.CallId)));
        Assert.False(bench.Store.Exists(offer.CallId));
        Assert.Null(bench.Store.GetInfo(offer.CallId));
        Assert.Null(bench.Store.OpenWav(offer.CallId));
        Assert.Null(bench.Store.GetPeaks(offer.CallId, 10));
        Assert.Empty(await ReadAsync(offer.CallId));

        using CallRecorder next = NextRecorder();
        await next.StartAsync(CancellationToken.None);
        await next.StopAsync(CancellationToken.None);
        Assert.Empty(bench.Journal.Entries);
        Assert.False(File.Exists(bench.Paths.FileOf(offer.CallId)));
        Assert.Empty(Directory.GetFiles(bench.Paths.LiveFolder));
    }

    [Fact]
    public void Refuse_DiskWillNotDelete_IsTriedEachSecondAndSurvivesARestart()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 10);
        recording.Close(CallEndReason.Normal, bench.Time.GetUtcNow());
        bench.Step();

        // A folder where the old marker was: whoever the user is, it cannot be deleted as a file.
        Directory.CreateDirectory(bench.Paths.MarkerOf(offer.CallId) + "/in-the-way");
        bench.Recorder.Refuse(offer.CallId);
        bench.Step(0.05);
        bench.Step(0.05);
        Assert.Equal(1, bench.Recorder.Counters.WriteFailures);
        bench.Step();
        Assert.Equal(2, bench.Recorder.Counters.WriteFailures);
        Assert.True(RecordingErasure.IsUnderWay(bench.Paths, offer.CallId));
        Assert.Equal([offer.CallId], RecordingErasure.FindAll(bench.Paths));
        Assert.Empty(bench.Recovery.FindUnfinished());

        Directory.Delete(bench.Paths.MarkerOf(offer.CallId), recursive: true);
        bench.Step();
        Assert.Empty(RecordingErasure.FindAll(bench.Paths));
    }

    public void Dispose() => bench.Dispose();

    private async Task<List<RecordedPayload>> ReadAsync(CallId id)
    {
        List<RecordedPayload> read = [];
        await foreach (RecordedPayload payload in bench.Store.ReadLaneAsync(id, Lane.Caller, TimeSpan.Zero, TimeSpan.MaxValue, CancellationToken.None))
        {
            read.Add(payload);
        }

        return read;
    }

    private CallRecorder NextRecorder() =>
        new(new RecordingsSettings(), bench.Paths, bench.Recovery, bench.Sync, bench.Time, NullLogger<CallRecorder>.Instance);
}
