namespace Supervision.Speech.Wire;

/// <summary>
/// The wire between server and worker, on a Unix domain socket: frames of a 12-byte header (u32 body length, u8 type, u8 version,
/// u16 zero, u32 lane) and a body. Little-endian; text is u16 length and UTF-8. Lane 0 means the worker itself.
/// </summary>
/// <remarks>Both ends are the same executable, so that a version other than ours means a broken stream and ends the connection.</remarks>
internal static class WireFormat
{
    internal const byte Version = 2;

    internal const int HeaderBytes = 12;

    /// <summary>A longer body is a broken stream. A final of 20 s of speech is below 4 KiB.</summary>
    internal const int MaxBodyBytes = 64 * 1024;

    /// <summary>200 ms of G.711.</summary>
    internal const int MaxAudioBytes = 1600;

    /// <summary>i64 position and u8 codec before the audio.</summary>
    internal const int AudioPrefixBytes = 9;

    /// <summary>u32 lane, i64 safe, i64 decoded, i32 lag, u8 speaking.</summary>
    internal const int ProgressBytes = 25;
}
