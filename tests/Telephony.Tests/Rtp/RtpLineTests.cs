using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Telephony.Rtp.Sending;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>Packets in, payloads and frames out, in simulated time.</summary>
public sealed class RtpLineTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    public async Task Play_AnyPtime_RecutsIntoFramesOf20MsWithoutLosingASample(int ptime)
    {
        await using LineRig rig = new();
        byte[] audio = Packets.Noise(8000 * 3);
        rig.Play(new RtpStreamOptions { Audio = audio, Codec = AudioCodec.Pcma, PtimeMs = ptime });
        rig.Wait(400);
        Assert.Equal(150, rig.Sink.Frames.Count);
        Assert.Equal(audio, rig.Sink.Frames.SelectMany(frame => frame.Bytes));
        Assert.Equal(audio, rig.Sink.Payloads.SelectMany(payload => payload.Bytes));
        Assert.Equal(Enumerable.Range(0, 150).Select(i => i * 160L), rig.Sink.Frames.Select(frame => frame.Position));
        Assert.Empty(rig.Sink.Faults);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Play_LossReorderAndDuplicates_RebuildsExactlyWhatCame(int seed)
    {
        await using LineRig rig = new();
        byte[] audio = Packets.Noise(8000 * 60, seed);
        RtpStreamOptions options = new() { Audio = audio, Codec = AudioCodec.Pcmu, LossRate = 0.05, DuplicateRate = 0.05, ReorderRate = 0.1, Seed = seed };
        rig.Play(options);
        rig.Wait(400);
        Assert.Empty(rig.Sink.Faults);

        // Recorded: every packet that came, once, in its place. The first one arrives with its last sample: position 0 is sample 0
        // unless it was lost itself.
        Dictionary<long, byte[]> recorded = rig.Sink.Payloads.ToDictionary(payload => payload.Position, payload => payload.Bytes);
        Assert.InRange(recorded.Count, 3000 * 0.92, 3000 * 0.98);
        Assert.All(recorded, payload => Assert.Equal(audio[(int)payload.Key..((int)payload.Key + 160)], payload.Value));

        // Played: the same, in order; with holes of a few packets nothing comes too late.
        Dictionary<long, byte> timeline = rig.Sink.Timeline();
        Assert.Equal(recorded.Count - rig.Statistics.PacketsLate, timeline.Count / 160);
        Assert.All(timeline, sample => Assert.Equal(audio[sample.Key], sample.Value));
        Assert.InRange(rig.Statistics.PacketsLate, 0, 30);
        Assert.InRange(rig.Statistics.Duplicates, 100, 200);
        Assert.InRange(rig.Statistics.PacketsLost, 100, 200);
    }

    [Fact]
    public async Task Receive_InOrder_IsHandedOverAtOnce()
    {
        await using LineRig rig = new();
        rig.Wait(20);
        rig.Receive(Packets.Audio(0));
        rig.Wait(20);
        rig.Receive(Packets.Audio(1));
        Assert.Equal(2, rig.Sink.Frames.Count);
        rig.Wait(20);
        rig.Receive(Packets.Audio(2));
        Assert.Equal(3, rig.Sink.Frames.Count);
    }

    [Fact]
    public async Task Receive_AHole_IsWaitedForAndThenGivenUpWithItsPlaceKept()
    {
        await using LineRig rig = new();
        ReceiveRun(rig, 0, 3);
        rig.Receive(Packets.Audio(4));
        Assert.Equal(3, rig.Sink.Frames.Count);
        rig.Wait(40);
        Assert.Equal([0L, 160, 320, 640], rig.Sink.Frames.Select(frame => frame.Position));
        Assert.Equal(1, rig.Statistics.PacketsLost);

        // It comes after all: recorded in its place, too late to be played.
        rig.Receive(Packets.Audio(3));
        Assert.Equal(480, rig.Sink.Payloads.Last().Position);
        Assert.Equal(4, rig.Sink.Frames.Count);
        Assert.Equal(0, rig.Statistics.PacketsLost);
        Assert.Equal(1, rig.Statistics.PacketsLate);
    }

    [Fact]
    public async Task Receive_NeverMoreThanMaxJitter_IsWaited()
    {
        DelaySink sink = new();
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, MaxJitterMs = 60 }, sink);
        sink.Now = rig.Session.Now;
        Random random = new(5);
        rig.Play(
            new RtpStreamOptions { Audio = Packets.Noise(8000 * 20), Codec = AudioCodec.Pcma },
            () => TimeSpan.FromMilliseconds(random.Next(0, 300)));
        rig.Wait(80);
        Assert.Equal(1000, sink.Payloads);

        // The bound and one tick of 20 ms, in samples; and it did wait.
        Assert.InRange(sink.LongestWait, 40 * 8, (60 + 20) * 8);
        Assert.True(rig.Statistics.PacketsLate > 0);
    }

    [Fact]
    public async Task Receive_SsrcChanges_GoesOnOnTheCallsClock()
    {
        await using LineRig rig = new();
        byte[] audio = Packets.Noise(8000 * 4);
        rig.Play(new RtpStreamOptions { Audio = audio, Codec = AudioCodec.Pcma, SsrcChangeAt = TimeSpan.FromSeconds(2) });
        rig.Wait(400);
        Assert.Equal(2, rig.Statistics.SourceChanges);
        Assert.Equal(audio, rig.Sink.Frames.SelectMany(frame => frame.Bytes));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => i * 160L), rig.Sink.Frames.Select(frame => frame.Position));
        Assert.Equal(0, rig.Statistics.PacketsLost);
    }

    [Fact]
    public async Task Receive_SecondSsrcBetweenPacketsOfTheFirst_IsNotBelieved()
    {
        await using LineRig rig = new();
        for (int i = 0; i < 50; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(i));
            rig.Receive(Packets.Audio(i, ssrc: 0x999));
        }

        Assert.Equal(1, rig.Statistics.SourceChanges);
        Assert.Equal(50, rig.Sink.Frames.Count);
        Assert.Equal(49, rig.Statistics.Unproved);
    }

    [Fact]
    public async Task Receive_SenderRestartsItsNumbering_GoesOnWithoutLosingAPacket()
    {
        await using LineRig rig = new();
        ReceiveRun(rig, 0, 10);
        for (int i = 0; i < 10; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Make((ushort)(40_000 + i), (uint)(7 + (160 * i)), Packets.Noise(160)));
        }

        Assert.Equal(20, rig.Sink.Frames.Count);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 160L), rig.Sink.Frames.Select(frame => frame.Position));
    }

    [Fact]
    public async Task Play_SequenceAndTimestampWrap_StayInOrder()
    {
        await using LineRig rig = new();
        for (int i = 0; i < 400; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Make((ushort)(65_400 + i), unchecked(uint.MaxValue - 20_000 + (uint)(160 * i)), Packets.Noise(160, i)));
        }

        Assert.Equal(Enumerable.Range(0, 400).Select(i => i * 160L), rig.Sink.Frames.Select(frame => frame.Position));
        Assert.Equal(0, rig.Statistics.PacketsLost);
    }

    [Fact]
    public async Task Receive_CodecChangesInTheMiddleOfAFrame_KeepsTheSound()
    {
        await using LineRig rig = new();
        short[] pcm = [.. Enumerable.Range(0, 240).Select(i => (short)(8000 * Math.Sin(i / 5.0)))];
        byte[] alaw = new byte[240];
        byte[] mulaw = new byte[240];
        G711.Encode(AudioCodec.Pcma, pcm, alaw);
        G711.Encode(AudioCodec.Pcmu, pcm, mulaw);
        rig.Wait(30);
        rig.Receive(Packets.Make(1, 0, alaw));
        rig.Wait(30);
        rig.Receive(Packets.Make(2, 240, mulaw, payloadType: 0));
        Assert.Equal([AudioCodec.Pcma, AudioCodec.Pcmu, AudioCodec.Pcmu], rig.Sink.Frames.Select(frame => frame.Codec));
        short[] heard = new short[160];
        G711.Decode(AudioCodec.Pcmu, rig.Sink.Frames.ElementAt(1).Bytes, heard);
        for (int i = 0; i < 160; i++)
        {
            Assert.InRange(heard[i] - pcm[(160 + i) % 240], -520, 520);
        }
    }

    [Fact]
    public async Task Receive_UnknownTypeComfortNoiseAndEmptyPayload_AreCountedAndOpenNoHole()
    {
        await using LineRig rig = new();
        ReceiveRun(rig, 0, 2);
        rig.Receive(Packets.Audio(2, payloadType: 18));
        rig.Receive(Packets.Audio(3, payloadType: 13, samples: 1));
        rig.Receive(Packets.Audio(4, samples: 0));
        rig.Wait(80);
        rig.Receive(Packets.Audio(5));
        Assert.Equal([0L, 160, 800], rig.Sink.Frames.Select(frame => frame.Position));
        Assert.Equal(1, rig.Statistics.UnknownPayloadTypes);
        Assert.Equal(1, rig.Statistics.ComfortNoise);
        Assert.Equal(1, rig.Statistics.Malformed);
        Assert.Equal(0, rig.Statistics.PacketsLost);
    }

    [Fact]
    public async Task Receive_NotRtp_IsCountedAsMalformed()
    {
        await using LineRig rig = new();
        rig.Receive([]);
        rig.Receive("OPTIONS sip:x"u8);
        Assert.Equal(2, rig.Statistics.Malformed);
        Assert.Empty(rig.Sink.Payloads);
    }

    [Fact]
    public async Task Receive_WhileTheDirectionForbidsIt_IsNotKept()
    {
        await using LineRig rig = new();
        ReceiveRun(rig, 0, 5);
        rig.Configure(expectsMedia: false);
        ReceiveRun(rig, 5, 5);
        Assert.Equal(5, rig.Sink.Payloads.Count);
        Assert.Equal(5, rig.Statistics.NotExpected);
    }

    [Fact]
    public async Task Configure_LanesSwapped_FramesOfALaneNeverGoBack()
    {
        await using LineRig rig = new();
        ReceiveRun(rig, 0, 10);
        rig.Configure(Lane.Agent);
        ReceiveRun(rig, 10, 10);
        Assert.Equal(10, rig.Sink.Frames.Count(frame => frame.Lane == Lane.Agent));
        Assert.Empty(rig.Sink.Faults);
    }

    private static void ReceiveRun(LineRig rig, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(i));
        }
    }

    /// <summary>How long frames wait for what comes before them, after all that they hold has arrived.</summary>
    private sealed class DelaySink : ICallMediaSink
    {
        private readonly List<(long From, long To, long At)> _arrived = [];

        internal Func<long> Now { get; set; } = () => 0;

        internal int Payloads => _arrived.Count;

        internal long LongestWait { get; private set; }

        public void OnPayload(in MediaPayload payload) =>
            _arrived.Add((payload.PositionSamples, payload.PositionSamples + payload.Bytes.Length, Now()));

        public void OnFrame(in AudioFrame frame)
        {
            long from = frame.PositionSamples;
            long arrived = _arrived.Where(piece => piece.From < from + AudioFrame.Samples && piece.To > from).Max(piece => piece.At);
            LongestWait = Math.Max(LongestWait, Now() - arrived);
        }

        public void OnEvent(CallEvent callEvent)
        {
        }
    }
}
