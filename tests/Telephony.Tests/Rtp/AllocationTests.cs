using Supervision.Telephony.Rtp;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>
/// The path of a packet allocates nothing: the least of several rounds, since the runtime may put something of its own on any thread.
/// </summary>
public sealed class AllocationTests
{
    private const int Rounds = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OnRtp_TenThousandPackets_AllocateNothing(bool reordered)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            least = Math.Min(least, await MeasureAsync(reordered));
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task OnRtcp_SenderReports_AllocateNothing()
    {
        await using LineRig rig = new();
        rig.Receive(Packets.Audio(0));
        rig.Receive(Packets.Audio(1));
        byte[] report = RtcpTests.SenderReport(Packets.Ssrc);
        rig.Line.OnRtcp(report, LineRig.Peer);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                rig.Line.OnRtcp(report, LineRig.Peer);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal((Rounds * 1000) + 1, rig.Statistics.RtcpReceived);
    }

    private static async Task<long> MeasureAsync(bool reordered)
    {
        NullSink sink = new();
        await using LineRig rig = new(sink: sink);
        byte[][] datagrams = [.. Enumerable.Range(0, 12_000).Select(i => Packets.Audio(i))];
        if (reordered)
        {
            for (int i = 10; i + 2 < datagrams.Length; i += 10)
            {
                (datagrams[i], datagrams[i + 2]) = (datagrams[i + 2], datagrams[i]);
            }
        }

        // The clock moves between packets, outside of what is measured: the fake clock allocates.
        long allocated = 0;
        for (int i = 0; i < datagrams.Length; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(20));
            long before = GC.GetAllocatedBytesForCurrentThread();
            rig.Line.OnRtp(datagrams[i], LineRig.Peer);
            rig.Session.Tick();
            allocated += i < 2000 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The first holes are longer than a clean net lets expect; from then on the buffer waits long enough.
        Assert.InRange(sink.Frames, 11_990, 12_000);
        return allocated;
    }

    private sealed class NullSink : ICallMediaSink
    {
        internal int Frames { get; private set; }

        public void OnPayload(in MediaPayload payload)
        {
        }

        public void OnFrame(in AudioFrame frame) => Frames++;

        public void OnEvent(CallEvent callEvent)
        {
        }
    }
}
