namespace Supervision.Shared;

/// <summary>Payload encodings kept as received. Values are the static RTP payload types of RFC 3551 §6. Persisted.</summary>
public enum AudioCodec : byte
{
    /// <summary>G.711 µ-law, 8 kHz, one byte a sample.</summary>
    Pcmu = 0,

    /// <summary>G.711 A-law, 8 kHz, one byte a sample.</summary>
    Pcma = 8,
}
