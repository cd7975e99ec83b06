namespace Supervision.Server.Recordings;

/// <summary>Where one good record lies in its file.</summary>
internal readonly record struct IndexedRecord(long Offset, int Bytes);
