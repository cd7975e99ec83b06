using Supervision.Shared.Alarms;

namespace Supervision.Client.Services;

/// <summary>What an agent is told to do in one situation.</summary>
/// <param name="Category">The situation.</param>
/// <param name="Text">One instruction a line.</param>
/// <param name="Version">0 for the text that comes with the console, then one more with each change.</param>
/// <param name="EditedBy">Null for the console's own.</param>
public sealed record Advice(AlarmCategory Category, string Text, int Version, string? EditedBy, DateTimeOffset? EditedAt);
