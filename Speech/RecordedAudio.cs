using Supervision.Shared;

namespace Supervision.Speech;

/// <summary>A piece of a recording for later transcription.</summary>
/// <param name="Codec">Encoding of <paramref name="Bytes"/>.</param>
/// <param name="PositionSamples">Of the first sample, 8 kHz, on the call's clock; pieces are in order and may leave holes.</param>
/// <param name="Bytes">G.711, one byte a sample, any length.</param>
public readonly record struct RecordedAudio(AudioCodec Codec, long PositionSamples, ReadOnlyMemory<byte> Bytes);
