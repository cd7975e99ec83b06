using System.Buffers.Binary;
using System.Globalization;
using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>
/// Where a call's recording lies: <c>recordings/yyyy/MM/dd/id.rec</c> of the UTC day in the call's UUIDv7 (RFC 9562 §5.7), so that the id
/// alone finds the file. A marker in <c>recordings/live</c> exists as long as the recording is not closed; renamed <c>id.refused</c>, as
/// long as it is not erased.
/// </summary>
internal sealed class RecordingPaths(string dataDirectory)
{
    internal const string RefusedExtension = ".refused";

    /// <summary>Behind the name of a recording that could not be read after a crash.</summary>
    internal const string DamagedExtension = ".damaged";

    internal string Root { get; } = Path.Combine(dataDirectory, "recordings");

    internal string LiveFolder => Path.Combine(Root, "live");

    internal string FileOf(CallId id) => Path.Combine(Root, DayOf(id.Value), $"{id}.rec");

    internal string MarkerOf(CallId id) => Path.Combine(LiveFolder, id.ToString());

    internal string RefusedMarkerOf(CallId id) => MarkerOf(id) + RefusedExtension;

    private static string DayOf(Guid id)
    {
        if (id.Version != 7)
        {
            return "undated";
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);

        // The first 48 bits are the Unix time in ms; the id was made by this server, so it is a date.
        long milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        DateTimeOffset day = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return day.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);
    }
}
