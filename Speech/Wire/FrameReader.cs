using System.Buffers.Binary;

namespace Supervision.Speech.Wire;

/// <summary>Cuts a byte stream into frames. Used by one thread at a time; nothing is allocated after construction.</summary>
internal sealed class FrameReader
{
    private readonly byte[] _buffer = new byte[2 * (WireFormat.HeaderBytes + WireFormat.MaxBodyBytes)];
    private int _start;
    private int _end;

    /// <summary>Where the next bytes of the stream go; <see cref="Advance"/> tells how many came.</summary>
    internal Span<byte> Free()
    {
        if (_start > 0 && _buffer.Length - _end < WireFormat.HeaderBytes + WireFormat.MaxBodyBytes)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        return _buffer.AsSpan(_end);
    }

    internal void Advance(int bytes) => _end += bytes;

    /// <summary>The next whole frame, valid until <see cref="Free"/>. False: more bytes are needed.</summary>
    /// <exception cref="InvalidDataException">The stream is broken: another version or too long a body.</exception>
    internal bool TryRead(out FrameType type, out uint lane, out FrameBody body)
    {
        ReadOnlySpan<byte> received = _buffer.AsSpan(_start, _end - _start);
        type = default;
        lane = 0;
        body = default;
        if (received.Length < WireFormat.HeaderBytes)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(received);
        if (length > WireFormat.MaxBodyBytes || received[5] != WireFormat.Version)
        {
            throw new InvalidDataException($"A frame of {length} bytes and version {received[5]} cannot be ours.");
        }

        int whole = WireFormat.HeaderBytes + (int)length;
        if (received.Length < whole)
        {
            return false;
        }

        type = (FrameType)received[4];
        lane = BinaryPrimitives.ReadUInt32LittleEndian(received[8..]);
        body = new FrameBody(received[WireFormat.HeaderBytes..whole]);
        _start += whole;
        return true;
    }
}
