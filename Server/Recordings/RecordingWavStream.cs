using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>
/// A recording as a WAV file made while it is read: PCM 16 bits, 8 kHz; stereo with the caller left and the agent right, or mono for a
/// call of one mixed stream. Seekable with an exact length, so that range requests cost what they ask for. Owns its reader.
/// </summary>
internal sealed class RecordingWavStream : Stream
{
    internal const int HeaderBytes = 44;

    /// <summary>Decoded at once; 100 ms.</summary>
    private const int ChunkSamples = 800;

    private readonly RecordingReader reader;
    private readonly byte[] header = new byte[HeaderBytes];
    private readonly short[] left = new short[ChunkSamples];
    private readonly short[] right = new short[ChunkSamples];
    private readonly short[] chunk;
    private readonly bool hasMixed;
    private readonly int channels;
    private long chunkStart = -1;
    private int chunkBytes;
    private long position;

    internal RecordingWavStream(RecordingReader reader)
    {
        this.reader = reader;
        hasMixed = reader.Lanes.Contains(Lane.Mixed);
        channels = reader.Lanes.Contains(Lane.Caller) || reader.Lanes.Contains(Lane.Agent) ? 2 : 1;
        chunk = new short[ChunkSamples * channels];
        Length = HeaderBytes + (reader.DurationSamples * channels * sizeof(short));
        WriteHeader();
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int copied = 0;
        while (copied < buffer.Length && position < Length)
        {
            ReadOnlySpan<byte> source = position < HeaderBytes ? header.AsSpan((int)position) : LoadChunk();
            int count = Math.Min(source.Length, buffer.Length - copied);
            source[..count].CopyTo(buffer[copied..]);
            copied += count;
            position += count;
        }

        return copied;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => Length + offset,
        };
        return position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The bytes from <see cref="position"/> to the end of its chunk.</summary>
    private ReadOnlySpan<byte> LoadChunk()
    {
        int bytesPerChunk = ChunkSamples * channels * sizeof(short);
        long dataPosition = position - HeaderBytes;
        long start = dataPosition / bytesPerChunk * ChunkSamples;
        if (start != chunkStart)
        {
            int samples = (int)Math.Min(ChunkSamples, reader.DurationSamples - start);
            Decode(start, samples);
            chunkStart = start;
            chunkBytes = samples * channels * sizeof(short);
        }

        return MemoryMarshal.AsBytes(chunk.AsSpan())[(int)(dataPosition % bytesPerChunk)..chunkBytes];
    }

    private void Decode(long start, int samples)
    {
        Span<short> caller = left.AsSpan(0, samples);
        caller.Clear();
        if (hasMixed)
        {
            reader.ReadPcm(Lane.Mixed, start, caller);
        }

        if (channels == 1)
        {
            caller.CopyTo(chunk);
            return;
        }

        // What came while the lanes were not known is heard on both sides.
        Span<short> agent = right.AsSpan(0, samples);
        caller.CopyTo(agent);
        reader.ReadPcm(Lane.Caller, start, caller);
        reader.ReadPcm(Lane.Agent, start, agent);
        for (int i = 0; i < samples; i++)
        {
            chunk[2 * i] = caller[i];
            chunk[(2 * i) + 1] = agent[i];
        }
    }

    private void WriteHeader()
    {
        // Lengths are of 32 bits: beyond 37 h of stereo they say "as long as it is".
        uint dataBytes = (uint)Math.Min(Length - HeaderBytes, uint.MaxValue - HeaderBytes);
        int bytesPerFrame = channels * sizeof(short);
        Span<byte> h = header;
        "RIFF"u8.CopyTo(h);
        BinaryPrimitives.WriteUInt32LittleEndian(h[4..], dataBytes + HeaderBytes - 8);
        "WAVEfmt "u8.CopyTo(h[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(h[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(h[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(h[22..], (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(h[24..], RecordingReader.SamplesPerSecond);
        BinaryPrimitives.WriteInt32LittleEndian(h[28..], RecordingReader.SamplesPerSecond * bytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(h[32..], (short)bytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(h[34..], 16);
        "data"u8.CopyTo(h[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(h[40..], dataBytes);
    }
}
