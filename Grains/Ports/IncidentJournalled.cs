using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Ports;

/// <summary>An incident as it stands after one more step, whole: each entry can be read without those before it.</summary>
public sealed record IncidentJournalled(CallId CallId, DateTimeOffset At, Incident Incident) : JournalEntry(CallId, At);
