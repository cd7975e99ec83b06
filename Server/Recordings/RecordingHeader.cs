using System.Buffers.Binary;
using System.Text.Json;
using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Recordings;

/// <summary>
/// Beginning of a recording: which call, since when, and between whom, so that a recording tells what it is without a database.
/// Layout in docs/recording-format.md.
/// </summary>
internal sealed record RecordingHeader
{
    internal const ushort Version = 1;

    /// <summary>Up to the description: magic 8, version 2, flags 2, description length 4, call id 16, start 8, key id 16, nonce 12, reserved 24, CRC 4.</summary>
    internal const int FixedBytes = 96;

    /// <summary>A description says who calls whom; a longer one is not ours.</summary>
    internal const int MaxDescriptionBytes = 65536;

    private const int CrcOffset = FixedBytes - sizeof(uint);

    /// <summary>A byte above 127, then letters, then line ends: text tools and line end conversion both show (as PNG does).</summary>
    internal static ReadOnlySpan<byte> Magic => [0x89, (byte)'S', (byte)'V', (byte)'R', (byte)'E', (byte)'C', 0x0D, 0x0A];

    public required CallId CallId { get; init; }

    /// <summary>UTC, to the microsecond; position zero.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required RecordingDescription Description { get; init; }

    /// <summary>Where the first record begins. Known once written or read.</summary>
    public int Bytes { get; init; }

    internal static RecordingHeader Of(CallOffer offer) => new()
    {
        CallId = offer.CallId,
        StartedAt = offer.StartedAt,
        Description = new RecordingDescription(offer.Source, offer.Caller, offer.Agent, offer.Lanes, offer.IsDemonstration),
    };

    internal byte[] ToBytes()
    {
        byte[] description = JsonSerializer.SerializeToUtf8Bytes(Description, JsonSerializerOptions.Web);
        byte[] bytes = new byte[FixedBytes + description.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), description.Length);
        CallId.Value.TryWriteBytes(bytes.AsSpan(16), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), ToUnixMicroseconds(StartedAt));
        description.CopyTo(bytes, FixedBytes);
        uint crc = Crc32C.Compute(bytes.AsSpan(0, CrcOffset), description);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CrcOffset), crc);
        return bytes;
    }

    /// <summary>False when this is not a recording, not whole, or of a version or sealing that this program does not know.</summary>
    internal static bool TryRead(Microsoft.Win32.SafeHandles.SafeFileHandle file, out RecordingHeader? header)
    {
        header = null;
        byte[] start = new byte[FixedBytes];
        if (RandomAccess.Read(file, start, 0) < FixedBytes
            || !start.AsSpan().StartsWith(Magic)
            || BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8)) != Version
            || BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(10)) != 0)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(12));
        if (length is < 2 or > MaxDescriptionBytes)
        {
            return false;
        }

        byte[] description = new byte[length];
        if (RandomAccess.Read(file, description, FixedBytes) < length
            || BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(CrcOffset)) != Crc32C.Compute(start.AsSpan(0, CrcOffset), description)
            || JsonSerializer.Deserialize<RecordingDescription>(description, JsonSerializerOptions.Web) is not { } described)
        {
            return false;
        }

        header = new RecordingHeader
        {
            CallId = new CallId(new Guid(start.AsSpan(16, 16), bigEndian: true)),
            StartedAt = FromUnixMicroseconds(BinaryPrimitives.ReadInt64LittleEndian(start.AsSpan(32))),
            Description = described,
            Bytes = FixedBytes + length,
        };
        return true;
    }

    internal static long ToUnixMicroseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset FromUnixMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}

/// <summary>What a recording says of its call, as JSON in its header.</summary>
internal sealed record RecordingDescription(CallSource Source, Party Caller, Party Agent, IReadOnlyList<Lane> Lanes, bool IsDemonstration);
