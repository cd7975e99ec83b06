using System.Buffers.Binary;
using Supervision.Server.Recordings;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Tests.Recordings;

public sealed class RecordingWavStreamTests : IDisposable
{
    /// <summary>A-law 0x80 = 5504 × 1, from table 1 of G.711 scaled to 16 bits.</summary>
    private const byte ALawPositive = 0x80;

    /// <summary>µ-law 0x00 = the most negative value, -32124.</summary>
    private const byte MuLawNegative = 0x00;

    private readonly RecorderBench bench = new();

    [Fact]
    public void Read_TwoLanes_CallerIsLeftAgentIsRightAndSilenceWhereNothingCame()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        RecorderBench.Write(recording, Lane.Caller, 0, ALawPositive);
        RecorderBench.Write(recording, Lane.Agent, 1, MuLawNegative, AudioCodec.Pcmu);
        byte[] wav = Finish(recording, offer, seconds: 1);

        Assert.Equal(44 + (8000 * 2 * 2), wav.Length);
        Assert.Equal("RIFF"u8, wav.AsSpan(0, 4));
        Assert.Equal(wav.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(4)));
        Assert.Equal(2, BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(22)));
        Assert.Equal(8000, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)));
        Assert.Equal(wav.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
        for (int sample = 0; sample < 8000; sample++)
        {
            Assert.Equal(sample < 160 ? 5504 : 0, BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + (sample * 4))));
            Assert.Equal(sample is >= 160 and < 320 ? -32124 : 0, BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(46 + (sample * 4))));
        }
    }

    [Fact]
    public void Read_MixedLane_IsMono()
    {
        CallOffer offer = bench.Offer(Lane.Mixed);
        ICallRecording recording = bench.Recorder.Open(offer);
        RecorderBench.Write(recording, Lane.Mixed, 0, ALawPositive);
        byte[] wav = Finish(recording, offer, seconds: 2);

        Assert.Equal(44 + (16_000 * 2), wav.Length);
        Assert.Equal(1, BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(22)));
        Assert.Equal(5504, BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + (159 * 2))));
    }

    [Fact]
    public void Length_PayloadShorterOrLongerThanTheCall_IsTheCalls()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        RecorderBench.Write(recording, Lane.Caller, 400, 1);
        byte[] wav = Finish(recording, offer, seconds: 3.5);
        Assert.Equal(44 + (28_000 * 4), wav.Length);
        Assert.Equal(TimeSpan.FromSeconds(3.5), bench.Store.GetInfo(offer.CallId)!.Duration);
    }

    [Fact]
    public void Seek_AnyRange_GivesTheSameBytesAsTheWhole()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 300);
        byte[] whole = Finish(recording, offer, seconds: 6);
        using Stream wav = bench.Store.OpenWav(offer.CallId)!;
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            int start = random.Next(whole.Length);
            byte[] part = new byte[random.Next(1, 5000)];
            wav.Seek(start, SeekOrigin.Begin);
            int read = wav.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
            Assert.Equal(Math.Min(part.Length, whole.Length - start), read);
            Assert.True(whole.AsSpan(start, read).SequenceEqual(part.AsSpan(0, read)));
        }
    }

    [Fact]
    public void OpenWav_LiveCall_GivesWhatIsWritten()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 100);
        bench.Step();
        using Stream wav = bench.Store.OpenWav(offer.CallId)!;
        Assert.Equal(44 + (16_000 * 4), wav.Length);
        Assert.False(bench.Store.GetInfo(offer.CallId)!.IsEnded);
    }

    [Fact]
    public void GetPeaks_LoudHalf_IsInItsBuckets()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        for (int packet = 50; packet < 100; packet++)
        {
            RecorderBench.Write(recording, Lane.Agent, packet, MuLawNegative, AudioCodec.Pcmu);
        }

        Finish(recording, offer, seconds: 2);
        RecordingPeaks peaks = bench.Store.GetPeaks(offer.CallId, 4)!;
        Assert.Equal(2000, peaks.DurationMs);
        Assert.Equal([Lane.Caller, Lane.Agent], peaks.Lanes.Select(l => l.Lane));
        Assert.Equal([0f, 0f, 0f, 0f], peaks.Lanes[0].Peaks);
        Assert.Equal([0f, 0f, 32124 / 32768f, 32124 / 32768f], peaks.Lanes[1].Peaks);
    }

    [Fact]
    public async Task ReadLaneAsync_Interval_GivesItsPayloadsInOrder()
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        bench.Talk(recording, 0, 300);
        Finish(recording, offer, seconds: 6);
        var positions = new List<long>();
        await foreach (RecordedPayload payload in bench.Store.ReadLaneAsync(
            offer.CallId, Lane.Agent, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(4), CancellationToken.None))
        {
            positions.Add(payload.PositionSamples);
            Assert.Equal((byte)((payload.PositionSamples / 160) + 1), payload.Bytes.Span[0]);
        }

        Assert.Equal([.. Enumerable.Range(75, 125).Select(i => i * 160L)], positions);
    }

    [Fact]
    public void OpenWav_NoSuchCall_IsNull()
    {
        CallId unknown = CallId.New(bench.Time);
        Assert.Null(bench.Store.OpenWav(unknown));
        Assert.Null(bench.Store.GetPeaks(unknown, 10));
        Assert.Null(bench.Store.GetInfo(unknown));
    }

    [Theory]
    [InlineData(AudioCodec.Pcma, 0x55, -8)]
    [InlineData(AudioCodec.Pcma, 0xD5, 8)]
    [InlineData(AudioCodec.Pcma, 0xAA, 32256)]
    [InlineData(AudioCodec.Pcma, 0x2A, -32256)]
    [InlineData(AudioCodec.Pcmu, 0xFF, 0)]
    [InlineData(AudioCodec.Pcmu, 0x80, 32124)]
    [InlineData(AudioCodec.Pcmu, 0x00, -32124)]
    public void Decode_KnownValues_AreThoseOfG711(AudioCodec codec, byte value, short expected)
    {
        short[] pcm = new short[1];
        G711.Decode(codec, [value], pcm);
        Assert.Equal(expected, pcm[0]);
    }

    public void Dispose() => bench.Dispose();

    private byte[] Finish(ICallRecording recording, CallOffer offer, double seconds)
    {
        recording.Close(CallEndReason.Normal, offer.StartedAt.AddSeconds(seconds));
        bench.Step();
        using Stream wav = bench.Store.OpenWav(offer.CallId)!;
        using var copy = new MemoryStream();
        wav.CopyTo(copy);
        return copy.ToArray();
    }
}
