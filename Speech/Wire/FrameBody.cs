using System.Buffers.Binary;
using System.Text;

namespace Supervision.Speech.Wire;

/// <summary>Reads a body in place. Beyond its end everything reads as zero and <see cref="IsBroken"/> is true.</summary>
internal ref struct FrameBody(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>More was asked for than there is.</summary>
    internal bool IsBroken { get; private set; }

    internal readonly bool IsEmpty => _rest.IsEmpty;

    internal byte Byte() => Take(1) is [var value] ? value : (byte)0;

    internal ushort UInt16() => Take(2) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;

    internal uint UInt32() => Take(4) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    internal int Int32() => Take(4) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;

    internal long Int64() => Take(8) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    internal float Single() => Take(4) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : 0;

    internal string Text() => Encoding.UTF8.GetString(Take(UInt16()));

    internal ReadOnlySpan<byte> Remaining()
    {
        ReadOnlySpan<byte> rest = _rest;
        _rest = default;
        return rest;
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (_rest.Length < bytes)
        {
            IsBroken = true;
            _rest = default;
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }
}
