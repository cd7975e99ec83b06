namespace Supervision.Shared.Calls;

/// <summary>What to look for among the ended calls; null or empty fields do not filter.</summary>
public sealed record CallQuery
{
    /// <summary>Inclusive, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Part of the caller's number.</summary>
    public string? Number { get; init; }

    /// <summary>Part of the agent's number or name.</summary>
    public string? Agent { get; init; }

    /// <summary>Exactly the agent's number.</summary>
    public string? AgentNumber { get; init; }

    /// <summary>French full-text query on the transcript.</summary>
    public string? Words { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>1 to 200.</summary>
    public int PageSize { get; init; } = 25;
}

/// <summary>One page of ended calls, newest first.</summary>
/// <param name="Total">Over all pages.</param>
public sealed record CallPage(IReadOnlyList<CallListItem> Items, int Total);

/// <summary>A row of the list of calls.</summary>
/// <param name="Excerpt">Words around the match of a word query, with the match between U+2068 and U+2069; null otherwise.</param>
public sealed record CallListItem(CallSnapshot Call, int AlarmCount, string? Excerpt);
