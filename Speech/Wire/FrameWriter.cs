using System.Buffers.Binary;
using System.Text;

namespace Supervision.Speech.Wire;

/// <summary>Builds frames one after another in a buffer that it keeps. Used by one thread at a time.</summary>
internal sealed class FrameWriter
{
    private byte[] _buffer = new byte[4096];
    private int _length;
    private int _bodyStart;

    /// <summary>What was built and is not yet cleared: whole frames, unless one is open.</summary>
    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    internal int Length => _length;

    /// <summary>Room left in the open frame's body.</summary>
    internal int BodyRoom => WireFormat.MaxBodyBytes - (_length - _bodyStart);

    internal void Clear() => _length = 0;

    /// <summary>Opens a frame; <see cref="End"/> closes it.</summary>
    internal void Begin(FrameType type, uint lane)
    {
        Span<byte> header = Grow(WireFormat.HeaderBytes);
        header.Clear();
        header[4] = (byte)type;
        header[5] = WireFormat.Version;
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], lane);
        _bodyStart = _length;
    }

    internal void End()
    {
        int body = _length - _bodyStart;
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_bodyStart - WireFormat.HeaderBytes), body);
    }

    internal void Byte(byte value) => Grow(1)[0] = value;

    internal void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Grow(2), value);

    internal void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Grow(4), value);

    internal void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Grow(4), value);

    internal void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value);

    internal void Single(float value) => BinaryPrimitives.WriteSingleLittleEndian(Grow(4), value);

    internal void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Grow(value.Length));

    /// <summary>Text beyond what the frame or the length can hold is cut at a character's end.</summary>
    internal void Text(ReadOnlySpan<char> value)
    {
        int room = Math.Clamp(BodyRoom - 2, 0, ushort.MaxValue);
        while (Encoding.UTF8.GetByteCount(value) > room)
        {
            value = value[..(value.Length * 3 / 4)];
        }

        int bytes = Encoding.UTF8.GetByteCount(value);
        UInt16((ushort)bytes);
        Encoding.UTF8.GetBytes(value, Grow(bytes));
    }

    private Span<byte> Grow(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }

        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }
}
