namespace Supervision.Shared.Incidents;

/// <summary>Which incidents to list; null does not filter.</summary>
public sealed record IncidentQuery
{
    /// <summary>Null: all. Empty is the same.</summary>
    public IReadOnlyList<IncidentState>? States { get; init; }

    /// <summary>Opened at or after, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Opened before, UTC.</summary>
    public DateTimeOffset? To { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>1 to 200.</summary>
    public int PageSize { get; init; } = 50;
}

/// <summary>One page of incidents, newest first.</summary>
/// <param name="Total">Over all pages.</param>
public sealed record IncidentList(IReadOnlyList<Incident> Items, int Total);

/// <summary>The open incidents, the most urgent first.</summary>
/// <param name="IsWhole">False until those from before the server's start have been read back.</param>
public sealed record IncidentQueue(IReadOnlyList<Incident> Incidents, bool IsWhole)
{
    /// <summary>By severity; then those that nobody has in hand; then the oldest.</summary>
    public static IOrderedEnumerable<Incident> Order(IEnumerable<Incident> incidents) => incidents
        .OrderByDescending(incident => incident.Severity)
        .ThenBy(incident => incident.State == IncidentState.InProgress)
        .ThenBy(incident => incident.OpenedAt)
        .ThenBy(incident => incident.Id.Value);
}
