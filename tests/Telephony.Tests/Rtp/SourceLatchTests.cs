using System.Net;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>Nobody who guesses a port talks into a call.</summary>
public sealed class SourceLatchTests
{
    [Fact]
    public async Task Receive_FromAStranger_IsRefusedAndCounted()
    {
        await using LineRig rig = new();
        for (int i = 0; i < 200; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(i));
            rig.Receive(Packets.Audio(i + 1, ssrc: 0x666), LineRig.Stranger);
            rig.Receive(Packets.Audio(i + 1), LineRig.Stranger);
        }

        Assert.Equal(400, rig.Statistics.WrongSource);
        Assert.Equal(200, rig.Sink.Payloads.Count);
        Assert.Equal(1, rig.Statistics.SourceChanges);
    }

    [Fact]
    public async Task Receive_StrangerAfterOneSecondOfSilence_TakesTheLineOver()
    {
        await using LineRig rig = new();
        for (int i = 0; i < 10; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(i));
        }

        rig.Wait(1000);
        for (int i = 0; i < 10; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(60 + i), LineRig.Stranger);
        }

        Assert.Equal(4, rig.Statistics.WrongSource);
        Assert.Equal(16, rig.Sink.Payloads.Count);
        rig.Receive(Packets.Audio(70));
        Assert.Equal(5, rig.Statistics.WrongSource);
    }

    [Fact]
    public async Task Receive_StrangersTakingTurnsInSilence_NeverGetTheLine()
    {
        await using LineRig rig = new();
        SocketAddress third = new IPEndPoint(IPAddress.Parse("203.0.113.9"), 4000).Serialize();
        rig.Receive(Packets.Audio(0));
        rig.Receive(Packets.Audio(1));
        rig.Wait(5000);
        for (int i = 2; i < 50; i++)
        {
            rig.Receive(Packets.Audio(i), i % 2 == 0 ? LineRig.Stranger : third);
        }

        Assert.Equal(48, rig.Statistics.WrongSource);
    }

    [Fact]
    public async Task Configure_PeerMoved_ItsNewAddressIsTakenAtOnce()
    {
        await using LineRig rig = new();
        rig.Configure(remoteRtcp: new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4001));
        rig.Receive(Packets.Audio(0));
        rig.Receive(Packets.Audio(1));
        rig.Configure(remoteRtcp: new IPEndPoint(IPAddress.Parse("198.51.100.7"), 4001));
        rig.Receive(Packets.Audio(2), LineRig.Stranger);
        Assert.Equal(0, rig.Statistics.WrongSource);
        Assert.Equal(3, rig.Sink.Payloads.Count);
    }

    [Fact]
    public async Task Receive_FromTheHostThatSignallingNamed_TakesTheLineFromAStrangerAtOnce()
    {
        await using LineRig rig = new();
        rig.Configure(remoteRtp: new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9000));
        rig.Receive(Packets.Audio(0, ssrc: 0x666), LineRig.Stranger);
        rig.Receive(Packets.Audio(1, ssrc: 0x666), LineRig.Stranger);
        for (int i = 0; i < 100; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(i));
            rig.Receive(Packets.Audio(i + 2, ssrc: 0x666), LineRig.Stranger);
        }

        Assert.Equal(100, rig.Statistics.WrongSource);
        Assert.Equal(102, rig.Sink.Payloads.Count);
    }

    [Fact]
    public async Task Receive_StrangerOfTheNamedHostsOtherPort_MustWaitForSilence()
    {
        await using LineRig rig = new();
        rig.Configure(remoteRtp: new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4000));
        SocketAddress beside = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5000).Serialize();
        rig.Receive(Packets.Audio(0));
        rig.Receive(Packets.Audio(1));
        rig.Receive(Packets.Audio(2), beside);
        Assert.Equal(1, rig.Statistics.WrongSource);
    }
}
