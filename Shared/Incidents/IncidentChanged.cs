using Supervision.Shared.Live;

namespace Supervision.Shared.Incidents;

/// <summary>An incident was opened or changed. Not sent to browsers: pages of the desk hear it in their circuit.</summary>
public sealed record IncidentChanged(Incident Incident) : LiveEvent(Incident.Calls.Count > 0 ? Incident.Calls[0].CallId : default);
