namespace Supervision.Server.Recordings;

/// <summary>What a record of a recording holds. Persisted: numbers are frozen.</summary>
internal enum RecordKind : byte
{
    /// <summary>Payloads of at most one second or so, of all lanes.</summary>
    Segment = 1,

    /// <summary>The recording was closed; nothing follows.</summary>
    End = 2,
}
