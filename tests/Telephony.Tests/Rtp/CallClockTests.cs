using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Telephony.Rtp.Sending;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>Recording time is call time: within 20 ms, for an hour, whatever the sender's clock and the network do.</summary>
public sealed class CallClockTests
{
    /// <summary>20 ms.</summary>
    private const long Allowed = 160;

    [Theory]
    [InlineData(100, true)]
    [InlineData(-100, true)]
    [InlineData(100, false)]
    [InlineData(-100, false)]
    [InlineData(0, true)]
    public async Task Play_AnHourWithSkew_EveryPositionIsWithin20Ms(double ppm, bool pauses)
    {
        ClockSink sink = new(AudioCodec.Pcma);
        await using LineRig rig = new(sink: sink);
        sink.Now = rig.Session.Now;
        Random jitter = new(3);
        byte[] audio = pauses ? Packets.Talk(60) : Packets.Noise(8000 * 60);
        rig.Play(
            new RtpStreamOptions { Audio = audio, Codec = AudioCodec.Pcma, Loop = true, ClockSkewPpm = ppm },
            () => TimeSpan.FromMilliseconds(jitter.Next(0, 15)),
            until: TimeSpan.FromHours(1));
        Assert.Equal(0, sink.Overlaps);

        // A position is never later than the arrival, nor earlier than the greatest delay (15 ms) and the slack of the clock explain.
        Assert.InRange(sink.Latest, -Allowed, Allowed);
        Assert.InRange(sink.Earliest, -Allowed - (15 * 8), Allowed);

        // 100 ppm of an hour are 2,880 samples (28.8 million × 10⁻⁴): so many are slipped, less what is still within the slack.
        double drift = 3600 * 8000 * Math.Abs(ppm) / 1e6;
        Assert.InRange(rig.Statistics.SlippedSamples, drift - 320, drift + 320);
        Assert.Equal(0, rig.Statistics.Reanchored);
        if (pauses)
        {
            // All speech is kept: what was left out was silence. A second of speech, a second of silence, as often as the sender's clock let it.
            (long pairs, long rest) = Math.DivRem(rig.Statistics.PacketsReceived * 160, 16_000);
            long sent = (pairs * 8000) + Math.Min(rest, 8000);

            // The last frame may not be whole yet.
            Assert.InRange(sink.LoudSamples, sent - AudioFrame.Samples, sent);
        }
    }

    [Fact]
    public async Task Play_FastClockWithPauses_NoSpokenSampleIsLost()
    {
        ClockSink sink = new(AudioCodec.Pcma);
        await using LineRig rig = new(sink: sink);
        sink.Now = rig.Session.Now;
        rig.Play(new RtpStreamOptions { Audio = Packets.Talk(600), Codec = AudioCodec.Pcma, ClockSkewPpm = 200 });
        rig.Wait(400);
        Assert.True(rig.Statistics.SlippedSamples > 600);
        Assert.Equal(8000 * 300, sink.LoudSamples);
    }

    [Fact]
    public async Task Play_SilenceSuppressed_KeepsItsPlace()
    {
        await using LineRig rig = new();
        byte[] audio = Packets.Talk(10);
        rig.Play(new RtpStreamOptions { Audio = audio, Codec = AudioCodec.Pcma, SilenceSuppression = true });
        rig.Wait(400);
        Dictionary<long, byte> timeline = rig.Sink.Timeline();
        Assert.Equal(5 * 8000, timeline.Count);
        Assert.All(timeline, sample => Assert.Equal(audio[sample.Key], sample.Value));
        Assert.Equal(0, rig.Statistics.PacketsLost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hold_TimestampsStandStill_ResumeLandsWhereItIsHeard(bool isSignalled)
    {
        await using LineRig rig = new();
        Play(rig, 0, 50);
        if (isSignalled)
        {
            rig.Session.SetHeld(true);
        }

        rig.Wait(30_000);
        rig.Session.SetHeld(false);
        Play(rig, 50, 100);

        // 31 s have passed before the first packet after the hold ends at 31.02 s.
        CollectingSink.Piece last = rig.Sink.Frames.Last();
        Assert.InRange(last.Position + 160, 33_000 * 8 - Allowed, 33_000 * 8 + Allowed);
        if (isSignalled)
        {
            Assert.Equal(31_000 * 8, rig.Sink.Frames.ElementAt(50).Position);
        }

        Assert.Empty(rig.Sink.Faults);
        Assert.Equal(1, rig.Statistics.Reanchored);
    }

    [Fact]
    public async Task Receive_NetworkStallsAndDeliversLater_KeepsEachPacketsPlace()
    {
        await using LineRig rig = new();
        Play(rig, 0, 50);
        rig.Wait(600);
        for (int i = 50; i < 80; i++)
        {
            rig.Receive(Packets.Audio(i));
        }

        Play(rig, 80, 50);
        Assert.Equal(Enumerable.Range(0, 130).Select(i => i * 160L), rig.Sink.Frames.Select(frame => frame.Position));
    }

    [Fact]
    public async Task Receive_TimestampLeapsWithoutTime_ComesBackToTheClock()
    {
        await using LineRig rig = new();
        Play(rig, 0, 50);
        for (int i = 50; i < 150; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Make((ushort)(1000 + i), (uint)(900_000_000 + (160 * i)), Packets.Noise(160, i)));
        }

        Assert.Equal(Enumerable.Range(0, 150).Select(i => i * 160L), rig.Sink.Frames.Select(frame => frame.Position));
        Assert.Equal(1, rig.Statistics.Reanchored);
    }

    [Fact]
    public async Task Receive_TimestampsThatMakeNoSense_NeverGoBackOrOverlap()
    {
        await using LineRig rig = new();
        Random random = new(11);
        for (int i = 0; i < 2000; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Make((ushort)i, (uint)random.NextInt64(uint.MaxValue), Packets.Noise(160, i)));
        }

        Assert.Empty(rig.Sink.Faults);
        CollectingSink.Piece last = rig.Sink.Frames.Last();
        Assert.InRange(last.Position, 39_900 * 8, 40_500 * 8);
    }

    [Fact]
    public async Task Receive_FirstPacketLate_SlipsBackToTheRealDelay()
    {
        await using LineRig rig = new();

        // The first packet took 80 ms longer than all after it: positions begin 80 ms late and come back in the pauses.
        rig.MoveTo(TimeSpan.FromMilliseconds(100));
        rig.Play(new RtpStreamOptions { Audio = Packets.Talk(30), Codec = AudioCodec.Pcma, Seed = 4 }, DelayOnce(80));
        CollectingSink.Piece last = rig.Sink.Frames.Last();
        Assert.InRange(last.Position + 160 - rig.Session.Now(), -Allowed, Allowed);
        Assert.Empty(rig.Sink.Faults);
    }

    private static Func<TimeSpan> DelayOnce(int milliseconds)
    {
        bool isFirst = true;
        return () =>
        {
            TimeSpan delay = TimeSpan.FromMilliseconds(isFirst ? milliseconds : 0);
            isFirst = false;
            return delay;
        };
    }

    private static void Play(LineRig rig, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(i));
        }
    }

    /// <summary>Compares each payload's end with the call's clock at its arrival, and counts what the frames hold.</summary>
    private sealed class ClockSink(AudioCodec codec) : ICallMediaSink
    {
        private long _end;

        internal Func<long> Now { get; set; } = () => 0;

        internal long Latest { get; private set; } = long.MinValue;

        internal long Earliest { get; private set; } = long.MaxValue;

        internal int Overlaps { get; private set; }

        internal long LoudSamples { get; private set; }

        public void OnPayload(in MediaPayload payload)
        {
            long ahead = payload.PositionSamples + payload.Bytes.Length - Now();
            Latest = Math.Max(Latest, ahead);
            Earliest = Math.Min(Earliest, ahead);
        }

        public void OnFrame(in AudioFrame frame)
        {
            Overlaps += frame.PositionSamples < _end ? 1 : 0;
            _end = frame.PositionSamples + AudioFrame.Samples;
            foreach (byte sample in frame.Payload)
            {
                LoudSamples += Math.Abs((int)G711.Decode(codec, sample)) > 328 ? 1 : 0;
            }
        }

        public void OnEvent(CallEvent callEvent)
        {
        }
    }
}
