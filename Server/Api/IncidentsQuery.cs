using Microsoft.AspNetCore.Mvc;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Api;

/// <summary>Parameters of <c>incidents</c> as they came.</summary>
internal sealed record IncidentsQuery(
    [property: FromQuery(Name = "state")] string? State,
    [property: FromQuery(Name = "from")] DateTimeOffset? From,
    [property: FromQuery(Name = "to")] DateTimeOffset? To,
    [property: FromQuery(Name = "page")] int? Page,
    [property: FromQuery(Name = "pageSize")] int? PageSize)
{
    private const string Open = "open";
    private const string All = "all";

    /// <summary>The open ones as the desk sees them: from memory, even while the database is away.</summary>
    internal bool IsQueue => State is null or Open && From is null && To is null && Page is null && PageSize is null;

    internal IEnumerable<string> Errors()
    {
        if (State is not (null or Open or All) && !IsState(State))
        {
            yield return $"state: {Open}, {All}, or one of {string.Join(", ", Enum.GetNames<IncidentState>())}.";
        }

        foreach (string error in PeriodAndPage.Errors(From, To, Page, PageSize))
        {
            yield return error;
        }
    }

    internal IncidentQuery ToIncidentQuery()
    {
        IncidentQuery query = new()
        {
            States = State switch
            {
                Open => [IncidentState.New, IncidentState.InProgress, IncidentState.HandedOver],
                null or All => null,
                _ => [Enum.Parse<IncidentState>(State, ignoreCase: true)],
            },
            From = From?.ToUniversalTime(),
            To = To?.ToUniversalTime(),
            Page = Page ?? 1,
        };
        return PageSize is { } size ? query with { PageSize = size } : query;
    }

    private static bool IsState(string text) => Enum.GetNames<IncidentState>().Contains(text, StringComparer.OrdinalIgnoreCase);
}
