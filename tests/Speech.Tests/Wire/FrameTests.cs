using Supervision.Speech.Wire;

namespace Supervision.Speech.Tests.Wire;

public sealed class FrameTests
{
    [Fact]
    public void TryRead_StreamCutAnywhere_GivesTheFramesThatWereWritten()
    {
        var writer = new FrameWriter();
        writer.Begin(FrameType.Partial, 7);
        writer.Int32(1234);
        writer.Text("à l'hôtel de ville");
        writer.End();
        writer.Begin(FrameType.Done, 8);
        writer.End();
        byte[] stream = writer.Written.ToArray();

        for (int cut = 1; cut < stream.Length; cut++)
        {
            var reader = new FrameReader();
            var frames = new List<string>();
            Feed(reader, stream.AsSpan(0, cut), frames);
            Feed(reader, stream.AsSpan(cut), frames);

            Assert.Equal(["Partial 7 1234 à l'hôtel de ville", "Done 8"], frames);
        }
    }

    [Fact]
    public void TryRead_BodyLongerThanTheBound_Throws()
    {
        byte[] header = [0x01, 0x00, 0x01, 0x00, (byte)FrameType.Audio, WireFormat.Version, 0, 0, 1, 0, 0, 0];
        var reader = new FrameReader();
        header.CopyTo(reader.Free());
        reader.Advance(header.Length);

        Assert.Throws<InvalidDataException>(() => reader.TryRead(out _, out _, out _));
    }

    [Fact]
    public void TryRead_AnotherVersion_Throws()
    {
        byte[] header = [0, 0, 0, 0, (byte)FrameType.Done, WireFormat.Version + 1, 0, 0, 1, 0, 0, 0];
        var reader = new FrameReader();
        header.CopyTo(reader.Free());
        reader.Advance(header.Length);

        Assert.Throws<InvalidDataException>(() => reader.TryRead(out _, out _, out _));
    }

    [Fact]
    public void Body_ReadPastItsEnd_GivesZerosAndSaysSo()
    {
        var body = new FrameBody([1, 2, 3]);

        Assert.Equal(0, body.Int64());
        Assert.True(body.IsBroken);
        Assert.Equal("", body.Text());
    }

    [Fact]
    public void Text_LongerThanAFrameHolds_IsCutAndTheFrameStaysReadable()
    {
        var writer = new FrameWriter();
        writer.Begin(FrameType.Partial, 1);
        writer.Int32(0);
        writer.Text(new string('é', 60_000));
        writer.End();
        var reader = new FrameReader();
        var frames = new List<string>();

        Feed(reader, writer.Written, frames);

        Assert.StartsWith("Partial 1 0 éé", Assert.Single(frames), StringComparison.Ordinal);
        Assert.True(writer.Length <= WireFormat.HeaderBytes + WireFormat.MaxBodyBytes);
    }

    [Fact]
    public void Stats_WrittenAndRead_AreTheSame()
    {
        var stats = new WorkerStats
        {
            ResidentBytes = 1L << 40,
            CpuMs = 2,
            Lanes = 3,
            Recognisers = 4,
            RecognisersLent = 5,
            RecognisersMade = 6,
            DecodedMs = 7,
            SkippedMs = 8,
            VadWindows = 9,
            QuietWindows = 10,
            VadMs = 11,
        };
        var writer = new FrameWriter();
        stats.Write(writer);
        var reader = new FrameReader();
        writer.Written.CopyTo(reader.Free());
        reader.Advance(writer.Length);

        Assert.True(reader.TryRead(out FrameType type, out _, out FrameBody body));
        Assert.Equal(FrameType.Stats, type);
        Assert.Equal(stats, WorkerStats.Read(ref body));
        Assert.True(body.IsEmpty);
    }

    private static void Feed(FrameReader reader, ReadOnlySpan<byte> bytes, List<string> frames)
    {
        bytes.CopyTo(reader.Free());
        reader.Advance(bytes.Length);
        while (reader.TryRead(out FrameType type, out uint lane, out FrameBody body))
        {
            frames.Add(type == FrameType.Partial ? $"{type} {lane} {body.Int32()} {body.Text()}" : $"{type} {lane}");
        }
    }
}
