namespace Supervision.Shared.Incidents;

/// <summary>What must be said when an incident is closed. Pure.</summary>
public static class IncidentClosings
{
    /// <summary>«Other» says nothing by itself.</summary>
    public static bool NeedsText(IncidentOutcome outcome, IncidentRecipient? recipient) =>
        outcome == IncidentOutcome.Other || recipient == IncidentRecipient.Other;
}
