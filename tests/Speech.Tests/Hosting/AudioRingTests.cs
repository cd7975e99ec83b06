using Supervision.Shared;
using Supervision.Speech.Hosting;
using Supervision.Testing;

namespace Supervision.Speech.Tests.Hosting;

public sealed class AudioRingTests
{
    [Fact]
    public void TakeUnsent_JumpBetween_GivesTwoPiecesWithTheirPositions()
    {
        var ring = new AudioRing(100_000);
        ring.Append(AudioCodec.Pcma, 0, [1, 2]);
        ring.Append(AudioCodec.Pcma, 2, [3]);
        ring.Append(AudioCodec.Pcma, 100, [4]);

        Assert.Equal([1, 2, 3], Take(ring, out long first));
        Assert.Equal([4], Take(ring, out long second));
        Assert.Equal((0, 100), (first, second));
        Assert.Empty(Take(ring, out _));
        Assert.Equal(101, ring.SentPosition);
    }

    [Fact]
    public void Append_UnsentBeyondBound_DropsTheOldestAndSaysWhich()
    {
        var ring = new AudioRing(1000);
        Assert.Equal((0, 0), ring.Append(AudioCodec.Pcma, 0, new byte[1000]));

        Assert.Equal((0, 160), ring.Append(AudioCodec.Pcma, 1000, new byte[160]));
        Take(ring, out long position);
        Assert.Equal(160, position);
    }

    [Fact]
    public void Append_OnlySentAudioGoes_LosesNothing()
    {
        var ring = new AudioRing(1000);
        ring.Append(AudioCodec.Pcma, 0, new byte[1000]);
        Take(ring, out _);

        Assert.Equal((0, 0), ring.Append(AudioCodec.Pcma, 1000, new byte[160]));
    }

    [Fact]
    public void Rewind_ToASafePosition_SendsFromThereAgain()
    {
        var ring = new AudioRing(100_000);
        byte[] audio = [.. Enumerable.Range(0, 20_000).Select(i => (byte)i)];
        ring.Append(AudioCodec.Pcmu, 5000, audio);
        while (Take(ring, out _).Length > 0)
        {
        }

        ring.Release(10_000);
        ring.Rewind(12_000);

        Assert.Equal(audio[7000], Take(ring, out long position)[0]);
        Assert.Equal(12_000, position);
    }

    [Fact]
    public void Rewind_BeforeWhatIsKept_StartsAtTheOldest()
    {
        var ring = new AudioRing(1000);
        ring.Append(AudioCodec.Pcma, 0, new byte[900]);
        Take(ring, out _);
        ring.Append(AudioCodec.Pcma, 900, new byte[500]);

        ring.Rewind(0);

        Take(ring, out long position);
        Assert.Equal(400, position);
    }

    [Fact]
    public void AppendAndTake_ManyLaps_KeepsBytesAndAllocatesNothing()
    {
        var ring = new AudioRing(1000);
        byte[] frame = new byte[160];
        long position = 0;
        Lap();
        Assert.Equal(0, Allocations.Least(ThousandLaps));

        void ThousandLaps()
        {
            for (int i = 0; i < 1000; i++)
            {
                Lap();
            }
        }

        void Lap()
        {
            frame.AsSpan().Fill((byte)position);
            ring.Append(AudioCodec.Pcma, position, frame);
            while (ring.Unsent > 0)
            {
                ReadOnlySpan<byte> taken = ring.TakeUnsent(1600, out _, out _);
                if (taken[0] != (byte)position)
                {
                    throw new InvalidOperationException("Bytes were mixed up.");
                }
            }

            position += frame.Length;
            ring.Release(position);
        }
    }

    private static byte[] Take(AudioRing ring, out long position) => ring.TakeUnsent(100_000, out _, out position).ToArray();
}
