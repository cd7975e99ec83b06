using Supervision.Shared;

namespace Supervision.Client.WallBoard;

/// <summary>An alarm to hand up, and what the desk should know.</summary>
public sealed record AlarmEscalation(AlarmId Id, string? Note);
