namespace Supervision.Server.Journal;

/// <summary>A good line of a segment.</summary>
/// <param name="EndOffset">First byte of the next line in its file.</param>
internal readonly record struct JournalLineRead(long Sequence, byte[] Json, long EndOffset);
