using Microsoft.AspNetCore.Mvc;
using Supervision.Shared.Calls;

namespace Supervision.Server.Api;

/// <summary>Parameters of <c>calls</c> as they came.</summary>
internal sealed record CallsQuery(
    [property: FromQuery(Name = "state")] string? State,
    [property: FromQuery(Name = "from")] DateTimeOffset? From,
    [property: FromQuery(Name = "to")] DateTimeOffset? To,
    [property: FromQuery(Name = "number")] string? Number,
    [property: FromQuery(Name = "agent")] string? Agent,
    [property: FromQuery(Name = "q")] string? Q,
    [property: FromQuery(Name = "page")] int? Page,
    [property: FromQuery(Name = "pageSize")] int? PageSize)
{
    internal const string Live = "live";
    internal const string Ended = "ended";
    private const int MaxTextLength = 200;

    internal bool IsLive => State == Live;

    internal IEnumerable<string> Errors()
    {
        if (State is not (null or Live or Ended))
        {
            yield return "state: live or ended.";
        }

        foreach (string error in PeriodAndPage.Errors(From, To, Page, PageSize))
        {
            yield return error;
        }

        if (new[] { Number, Agent, Q }.Any(text => text?.Length > MaxTextLength))
        {
            yield return $"number, agent, q: at most {MaxTextLength} characters.";
        }
    }

    internal CallQuery ToArchiveQuery()
    {
        CallQuery query = new()
        {
            From = From?.ToUniversalTime(),
            To = To?.ToUniversalTime(),
            Number = Number,
            Agent = Agent,
            Words = Q,
            Page = Page ?? 1,
        };
        return PageSize is { } size ? query with { PageSize = size } : query;
    }

    /// <summary>The same filters on a live call; words are looked for in what is kept, so that they match no live call.</summary>
    internal bool Matches(CallSnapshot call) =>
        (From is null || call.StartedAt >= From)
        && (To is null || call.StartedAt < To)
        && Contains(Number, call.Caller.Number)
        && (Contains(Agent, call.Agent.Number) || Contains(Agent, call.Agent.Name));

    private static bool Contains(string? wanted, string? text) =>
        string.IsNullOrEmpty(wanted) || (text?.Contains(wanted, StringComparison.OrdinalIgnoreCase) ?? false);
}
