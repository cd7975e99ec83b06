using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>What a recording says of itself.</summary>
/// <param name="IsEnded">False for a live one, or one that was not closed yet.</param>
internal sealed record RecordingInfo(CallId CallId, DateTimeOffset StartedAt, TimeSpan Duration, IReadOnlyList<Lane> Lanes, bool IsEnded);
