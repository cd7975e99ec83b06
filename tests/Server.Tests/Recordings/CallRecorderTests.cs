using Supervision.Server.Recordings;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;
using Supervision.Testing;

namespace Supervision.Server.Tests.Recordings;

public sealed class CallRecorderTests : IDisposable
{
    private readonly RecorderBench bench = new();

    [Fact]
    public void Write_BothLanesThenClose_ReadsBackEveryPayload()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 500);
        recording.Close(CallEndReason.Normal, offer.StartedAt.AddSeconds(10));
        bench.Step(0.05);

        using RecordingReader reader = bench.Open(offer.CallId);
        Assert.Equal(80_000, reader.DurationSamples);
        Assert.Equal(new RecordingEnd(CallEndReason.Normal, offer.StartedAt.AddSeconds(10)), reader.Index.End);
        Assert.Equal(offer.CallId, reader.Index.Header.CallId);
        Assert.Equal(offer.StartedAt, reader.Index.Header.StartedAt);
        Assert.Equal(offer.Caller, reader.Index.Header.Description.Caller);
        foreach ((Lane lane, int shift) in new[] { (Lane.Caller, 0), (Lane.Agent, 1) })
        {
            IReadOnlyList<RecordedPayload> payloads = reader.ReadPayloads(lane, 0, 80_000);
            Assert.Equal(500, payloads.Count);
            Assert.All(payloads, (p, i) => Assert.True(
                p.PositionSamples == i * 160L && p.Codec == AudioCodec.Pcma && p.Bytes.Length == 160 && p.Bytes.Span.IndexOfAnyExcept((byte)(i + shift)) < 0));
        }

        Assert.Empty(Directory.GetFiles(bench.Paths.LiveFolder));
        Assert.Equal(0, bench.Recorder.LiveCount);
        Assert.Equal(0, bench.Recorder.BufferedBytes);
    }

    [Fact]
    public void Write_ServerDiesAtAnyMoment_NeverMoreThanOneSecondIsMissing()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        for (int packet = 0; packet < 200; packet++)
        {
            bench.Talk(recording, packet, 1);

            // What a reader finds now is what a death now leaves.
            using RecordingReader? reader = RecordingReader.TryOpen(bench.Paths.FileOf(offer.CallId));
            long kept = reader?.Index.LastSample ?? 0;
            Assert.True(((packet + 1) * 160L) - kept <= 8000, $"packet {packet}: {kept} samples kept");
        }
    }

    [Fact]
    public void Write_NetworksOrder_IsKeptAndReadInPlayingOrder()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        foreach (int packet in new[] { 3, 1, 0, 2 })
        {
            RecorderBench.Write(recording, Lane.Caller, packet, (byte)packet);
        }

        bench.Step();
        using RecordingReader reader = bench.Open(offer.CallId);
        Assert.Equal([0L, 160L, 320L, 480L], reader.ReadPayloads(Lane.Caller, 0, 8000).Select(p => p.PositionSamples));
    }

    [Fact]
    public void Write_SteadyState_AllocatesNothing()
    {
        ICallRecording recording = bench.Recorder.Open(bench.Offer());
        bench.Talk(recording, 0, 200);
        byte[] bytes = new byte[160];
        long packet = 200;

        Assert.Equal(0, Allocations.Least(WriteSixty, between: () => bench.Step()));

        void WriteSixty()
        {
            for (long end = packet + 60; packet < end; packet++)
            {
                recording.Write(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcmu, PositionSamples = packet * 160, Bytes = bytes });
            }
        }
    }

    [Fact]
    public void Write_PayloadOffTheClockOrTooLong_IsCountedAndLeftOut()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        recording.Write(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = -160, Bytes = new byte[160] });
        recording.Write(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Bytes = new byte[9000] });
        recording.Write(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Bytes = [] });
        bench.Step();

        Assert.Equal(3, bench.Recorder.Counters.PayloadsMalformed);
        using RecordingReader reader = bench.Open(offer.CallId);
        Assert.Equal(0, reader.Index.LastSample);
    }

    [Fact]
    public void Pause_ThenResume_NothingBetweenIsWritten()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 10);
        bench.Recorder.Pause(offer.CallId);
        bench.Talk(recording, 10, 10);
        bench.Recorder.Resume(offer.CallId);
        bench.Talk(recording, 20, 10);
        bench.Step();

        using RecordingReader reader = bench.Open(offer.CallId);
        long[] positions = [.. reader.ReadPayloads(Lane.Caller, 0, 8000).Select(p => p.PositionSamples / 160)];
        Assert.Equal([.. Enumerable.Range(0, 10).Concat(Enumerable.Range(20, 10)).Select(i => (long)i)], positions);
    }

    [Fact]
    public void Refuse_WhileLive_ErasesTheFileAndTakesNoMore()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 100);
        Assert.True(bench.Store.Exists(offer.CallId));
        bench.Recorder.Refuse(offer.CallId);
        bench.Talk(recording, 100, 100);
        recording.Close(CallEndReason.Normal, bench.Time.GetUtcNow());
        bench.Step();

        Assert.False(bench.Store.Exists(offer.CallId));
        Assert.Empty(Directory.GetFiles(bench.Paths.LiveFolder));
        Assert.Equal(0, bench.Recorder.BufferedBytes);
    }

    [Fact]
    public void Refuse_BeforeTheFirstWriteOrAfterTheEnd_LeavesNoFile()
    {
        CallOffer early = bench.Offer();
        bench.Recorder.Open(early);
        bench.Recorder.Refuse(early.CallId);
        CallOffer late = bench.Offer();
        ICallRecording ended = bench.Recorder.Open(late);
        bench.Talk(ended, 0, 10);
        ended.Close(CallEndReason.Normal, bench.Time.GetUtcNow());
        bench.Step();
        bench.Recorder.Refuse(late.CallId);
        bench.Step();

        Assert.False(bench.Store.Exists(early.CallId));
        Assert.False(bench.Store.Exists(late.CallId));
        Assert.Equal(0, bench.Recorder.LiveCount);
    }

    [Fact]
    public void Write_DiskRefusesThenWorksAgain_NothingIsLostAndBothAreTold()
    {
        var told = new List<(CallId, bool)>();
        bench.Recorder.FailureChanged += (id, hasFailed) => told.Add((id, hasFailed));
        bench.Recorder.FailureChanged += (_, _) => throw new InvalidOperationException("a subscriber's own mistake");
        CallOffer offer = bench.Offer();

        // A folder where the file should be: whoever the user is, it cannot be written.
        Directory.CreateDirectory(bench.Paths.FileOf(offer.CallId));
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 500);
        Assert.Equal([(offer.CallId, true)], told);
        Assert.Equal(1, bench.Recorder.FailedCount);
        Assert.True(bench.Recorder.Counters.WriteFailures > 1);

        Directory.Delete(bench.Paths.FileOf(offer.CallId));
        bench.Talk(recording, 500, 100);
        Assert.Equal([(offer.CallId, true), (offer.CallId, false)], told);
        recording.Close(CallEndReason.Normal, bench.Time.GetUtcNow());
        bench.Step();
        using RecordingReader reader = bench.Open(offer.CallId);
        Assert.Equal(600, reader.ReadPayloads(Lane.Caller, 0, 96_000).Count);
        Assert.Equal(0, bench.Recorder.Counters.PayloadsDropped);
    }

    [Fact]
    public void Close_MarkerCannotBeDeletedAtFirst_TheRecordingStaysWhole()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 100);
        string marker = bench.Paths.MarkerOf(offer.CallId);
        File.Delete(marker);

        // A folder in its place: whoever the user is, it is not deleted as a file.
        Directory.CreateDirectory(marker);
        recording.Close(CallEndReason.Normal, bench.Time.GetUtcNow());
        bench.Step();
        Assert.Equal(1, bench.Recorder.FailedCount);
        Directory.Delete(marker);
        bench.Step(seconds: 5);

        Assert.Equal(0, bench.Recorder.LiveCount);
        using RecordingReader reader = bench.Open(offer.CallId);
        Assert.Equal(100, reader.ReadPayloads(Lane.Caller, 0, 16_000).Count);
    }

    [Fact]
    public void Write_DiskRefusesForLongerThanMemoryBears_DropsTheNewestAndCounts()
    {
        using var small = new RecorderBench(new RecordingsSettings { MaxBufferedSeconds = 5 });
        CallOffer offer = small.Offer();
        Directory.CreateDirectory(small.Paths.FileOf(offer.CallId));
        ICallRecording recording = small.Recorder.Open(offer);
        small.Talk(recording, 0, 1000);
        Assert.True(small.Recorder.Counters.PayloadsDropped > 0);

        Directory.Delete(small.Paths.FileOf(offer.CallId));
        small.Step();
        small.Step();
        using RecordingReader reader = small.Open(offer.CallId);
        int kept = reader.ReadPayloads(Lane.Caller, 0, 160_000).Count + reader.ReadPayloads(Lane.Agent, 0, 160_000).Count;
        Assert.Equal(2000, kept + small.Recorder.Counters.PayloadsDropped);
        Assert.True(kept >= 400, $"{kept} of at least 4 s × 100 packets kept");
    }

    [Fact]
    public async Task StopAsync_CallsStillOpen_AreClosedAsServerStopped()
    {
        CallOffer offer = bench.Offer();
        await bench.Recorder.StartAsync(CancellationToken.None);
        ICallRecording recording = bench.Recorder.Open(offer);
        RecorderBench.Write(recording, Lane.Caller, 0, 1);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await bench.Recorder.StopAsync(CancellationToken.None);

        using RecordingReader reader = bench.Open(offer.CallId);
        Assert.Equal(CallEndReason.ServerStopped, reader.Index.End!.Reason);
        Assert.Equal(16_000, reader.DurationSamples);
        Assert.Single(reader.ReadPayloads(Lane.Caller, 0, 8000));
    }

    public void Dispose() => bench.Dispose();
}
