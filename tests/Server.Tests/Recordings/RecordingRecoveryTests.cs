using Supervision.Grains.Ports;
using Supervision.Server.Recordings;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Tests.Recordings;

public sealed class RecordingRecoveryTests : IDisposable
{
    private readonly RecorderBench bench = new();

    [Fact]
    public void RecoverAll_RecordingNotClosed_EndsItAtItsLastPayloadAndJournalsIt()
    {
        CallOffer offer = Crash(packets: 250);
        bench.Recovery.RecoverAll(bench.Recovery.FindUnfinished());

        using RecordingReader reader = bench.Open(offer.CallId);
        DateTimeOffset endedAt = offer.StartedAt.AddTicks(reader.Index.LastSample * RecordingReader.TicksPerSample);
        Assert.Equal(new RecordingEnd(CallEndReason.Recovered, endedAt), reader.Index.End);
        Assert.InRange(reader.DurationSamples, (250 * 160) - 8000, 250 * 160);
        CallSnapshot call = Assert.IsType<CallRecoveredJournalled>(Assert.Single(bench.Journal.Entries)).Call;
        Assert.Equal((offer.CallId, CallState.Ended, CallEndReason.Recovered, endedAt), (call.Id, call.State, call.EndReason, call.EndedAt));
        Assert.Equal(offer.Caller, call.Caller);
        Assert.Empty(bench.Recovery.FindUnfinished());
    }

    [Fact]
    public void TryOpen_CutAtAnyByteOfTheLastTwoRecords_OpensAndKeepsAllBefore()
    {
        CallOffer offer = Crash(packets: 100);
        byte[] whole = File.ReadAllBytes(bench.Paths.FileOf(offer.CallId));
        long kept = 0;
        for (int length = 96; length <= whole.Length; length += 7)
        {
            File.WriteAllBytes(bench.Paths.FileOf(offer.CallId), whole[..length]);
            using RecordingReader? reader = RecordingReader.TryOpen(bench.Paths.FileOf(offer.CallId));
            long now = reader?.Index.LastSample ?? 0;
            Assert.True(now >= kept);
            Assert.True(reader is null || reader.Index.GoodBytes <= length);
            kept = now;
        }

        Assert.True(kept > 8000);
    }

    [Fact]
    public void RecoverAll_TornTailAndDamagedMiddle_CutsTheTailAndSkipsTheDamage()
    {
        CallOffer offer = Crash(packets: 500);
        string path = bench.Paths.FileOf(offer.CallId);
        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan(30_000, 40).Clear();
        File.WriteAllBytes(path, [.. bytes, .. "SEG\u001a torn"u8]);
        bench.Recovery.RecoverAll(bench.Recovery.FindUnfinished());

        using RecordingReader reader = bench.Open(offer.CallId);
        Assert.Equal(CallEndReason.Recovered, reader.Index.End!.Reason);
        Assert.Equal(new FileInfo(path).Length, reader.Index.GoodBytes);
        Assert.InRange(reader.Index.DamagedBytes, 1000, RecordingRecord.MaxBytes);
        int payloads = reader.ReadPayloads(Lane.Caller, 0, 80_000).Count;
        Assert.InRange(payloads, 500 - 100, 500 - 1);
    }

    [Fact]
    public void RecoverAll_HeaderNeverWritten_RemovesTheFile()
    {
        CallOffer offer = Crash(packets: 1);
        File.WriteAllBytes(bench.Paths.FileOf(offer.CallId), [0x89, 0x53]);
        bench.Recovery.RecoverAll(bench.Recovery.FindUnfinished());

        Assert.False(bench.Store.Exists(offer.CallId));
        Assert.Empty(bench.Recovery.FindUnfinished());
        Assert.Empty(bench.Journal.Entries);
    }

    [Fact]
    public void RecoverAll_HeaderOfAnotherVersion_KeepsTheBytesAndRecoversTheOthers()
    {
        CallOffer unreadable = Crash(packets: 250);
        CallOffer good = Crash(packets: 250);
        string path = bench.Paths.FileOf(unreadable.CallId);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[8] = 99;
        File.WriteAllBytes(path, bytes);
        bench.Recovery.RecoverAll(bench.Recovery.FindUnfinished());

        Assert.Equal(bytes, File.ReadAllBytes(path + RecordingPaths.DamagedExtension));
        Assert.False(bench.Store.Exists(unreadable.CallId));
        Assert.True(bench.Store.Exists(good.CallId));
        Assert.Empty(bench.Recovery.FindUnfinished());
    }

    [Fact]
    public void TryOpen_RandomDamage_NeverThrows()
    {
        CallOffer offer = Crash(packets: 150);
        string path = bench.Paths.FileOf(offer.CallId);
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(20261122);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = [.. whole];
            for (int hits = random.Next(1, 30); hits > 0; hits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, bytes);
            using RecordingReader? reader = RecordingReader.TryOpen(path);
            if (reader is not null)
            {
                using var wav = new RecordingWavStream(reader);
                wav.CopyTo(Stream.Null);
                Assert.Equal(wav.Length, wav.Position);
            }
        }
    }

    public void Dispose() => bench.Dispose();

    /// <summary>A call that is talked and then left as a dead server leaves it.</summary>
    private CallOffer Crash(int packets)
    {
        using var dying = new RecorderBench(folder: Directory.CreateTempSubdirectory("recorder-dying-").FullName);
        CallOffer offer = dying.Offer();
        ICallRecording recording = dying.Recorder.Open(offer);
        dying.Talk(recording, 0, packets);
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Paths.FileOf(offer.CallId))!);
        File.Copy(dying.Paths.FileOf(offer.CallId), bench.Paths.FileOf(offer.CallId), overwrite: true);
        File.WriteAllBytes(bench.Paths.MarkerOf(offer.CallId), []);
        return offer;
    }
}
