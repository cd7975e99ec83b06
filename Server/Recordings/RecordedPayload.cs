using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>One payload of a lane as it was received, for transcription after the call.</summary>
/// <param name="PositionSamples">Of the first sample, 8 kHz, on the call's clock.</param>
/// <param name="Bytes">One byte a sample.</param>
internal readonly record struct RecordedPayload(AudioCodec Codec, long PositionSamples, ReadOnlyMemory<byte> Bytes);
