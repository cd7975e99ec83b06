using Supervision.Shared;
using Supervision.Telephony.Rtp;
using Supervision.Telephony.Rtp.Sending;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>Keys of RFC 4733 are told once, whatever the network does to their packets.</summary>
public sealed class DtmfTests
{
    private const uint KeyTime = 60_000;

    [Fact]
    public async Task Receive_WholeEvent_IsToldOnceAtItsBeginning()
    {
        await using LineRig rig = new();
        Talk(rig, 0, 5);
        rig.Receive(Packets.Key(5, KeyTime, 11, 160));
        CallKeyPressed key = Assert.IsType<CallKeyPressed>(Assert.Single(rig.Sink.Events));
        Assert.Equal('#', key.Key);
        Assert.Equal(Lane.Caller, key.Lane);
        Assert.Equal(rig.StartedAt.AddMilliseconds(100), key.At);
        for (int i = 6; i < 12; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Key(i, KeyTime, 11, (ushort)((i - 4) * 160), isEnd: i >= 9));
        }

        Assert.Single(rig.Sink.Events);
        Assert.Equal(1, rig.Statistics.Keys);
    }

    [Fact]
    public async Task Receive_OnlyTheLastEndPacketArrives_TellsTheKey()
    {
        await using LineRig rig = new();
        Talk(rig, 0, 5);
        rig.Wait(120);
        rig.Receive(Packets.Key(11, KeyTime, 5, 800, isEnd: true));
        Assert.Equal('5', Assert.IsType<CallKeyPressed>(Assert.Single(rig.Sink.Events)).Key);
    }

    [Fact]
    public async Task Receive_RepetitionOfAnEarlierKeyAfterTheNext_IsNoNewKey()
    {
        await using LineRig rig = new();
        Talk(rig, 0, 5);
        rig.Receive(Packets.Key(5, KeyTime, 1, 160));
        rig.Receive(Packets.Key(7, KeyTime + 1600, 2, 160));
        rig.Receive(Packets.Key(6, KeyTime, 1, 800, isEnd: true));
        rig.Receive(Packets.Key(8, KeyTime + 1600, 2, 320, isEnd: true));
        Assert.Equal("12", Keys(rig));
    }

    [Fact]
    public async Task Receive_SameKeyTwice_IsTwoKeys()
    {
        await using LineRig rig = new();
        Talk(rig, 0, 5);
        rig.Receive(Packets.Key(5, KeyTime, 7, 800, isEnd: true));
        rig.Receive(Packets.Key(6, KeyTime + 1600, 7, 800, isEnd: true));
        Assert.Equal("77", Keys(rig));
    }

    [Fact]
    public async Task Receive_KeyHeldBeyond65535Samples_IsOneKey()
    {
        await using LineRig rig = new();
        Talk(rig, 0, 5);
        rig.Receive(Packets.Key(5, KeyTime, 0, ushort.MaxValue - 200));
        rig.Receive(Packets.Key(6, KeyTime, 0, ushort.MaxValue));
        rig.Receive(Packets.Key(7, KeyTime + ushort.MaxValue, 0, 160));
        rig.Receive(Packets.Key(8, KeyTime + ushort.MaxValue, 0, 320, isEnd: true));
        Assert.Equal("0", Keys(rig));
    }

    [Fact]
    public async Task Receive_HookFlashOrShortPayload_IsNoKey()
    {
        await using LineRig rig = new();
        Talk(rig, 0, 5);
        rig.Receive(Packets.Key(5, KeyTime, 16, 160));
        rig.Receive(Packets.Make(1006, KeyTime, [1, 2, 3], payloadType: LineRig.EventType));
        Assert.Empty(rig.Sink.Events);
        Assert.Equal(1, rig.Statistics.Malformed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public async Task Play_AllKeysUnderLoss_AreToldInOrder(double loss)
    {
        await using LineRig rig = new();
        const string all = "0123456789*#ABCD";
        RtpKey[] keys = [.. all.Select((key, i) => new RtpKey(TimeSpan.FromMilliseconds(500 + (i * 300)), key, TimeSpan.FromMilliseconds(120)))];
        byte[] audio = Packets.Noise(8000 * 6);
        rig.Play(new RtpStreamOptions { Audio = audio, Codec = AudioCodec.Pcma, Keys = keys, LossRate = loss, Seed = 9 });
        rig.Wait(400);
        Assert.Equal(all, Keys(rig));
        Assert.All(rig.Sink.Timeline(), sample => Assert.Equal(audio[sample.Key], sample.Value));
    }

    [Fact]
    public void TryParse_EveryField_RoundTrips()
    {
        byte[] payload = new byte[TelephoneEvent.Bytes];
        TelephoneEvent sent = new(15, true, 63, 0xABCD);
        sent.Write(payload);
        Assert.True(TelephoneEvent.TryParse(payload, out TelephoneEvent received));
        Assert.Equal(sent, received);
        Assert.Equal('D', received.Key);
    }

    private static string Keys(LineRig rig) => string.Concat(rig.Sink.Events.OfType<CallKeyPressed>().Select(pressed => pressed.Key));

    private static void Talk(LineRig rig, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(i));
        }
    }
}
