using Supervision.Shared.Calls;

namespace Supervision.Server.Recordings;

/// <summary>How and when a recorded call ended.</summary>
internal sealed record RecordingEnd(CallEndReason Reason, DateTimeOffset EndedAt);
