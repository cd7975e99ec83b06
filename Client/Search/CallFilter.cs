using Supervision.Client.Components;
using Supervision.Shared.Calls;

namespace Supervision.Client.Search;

/// <summary>What the person typed above the list of calls; lives in the address of the page, so that a list can be sent and kept.</summary>
public sealed record CallFilter
{
    /// <summary>First day, <c>yyyy-MM-dd</c> as date fields give it.</summary>
    public string? From { get; init; }

    /// <summary>Last day, inclusive.</summary>
    public string? To { get; init; }

    public string? Number { get; init; }
    public string? Agent { get; init; }
    public string? Words { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public bool IsEmpty => string.IsNullOrWhiteSpace(From + To + Number + Agent + Words);

    /// <summary>Key of the sentence that says what is wrong; null when the filter can be used.</summary>
    internal string? Error() => FilterAddress.Error(From, To);

    /// <summary>The question for the archive. Only for a filter without <see cref="Error"/>.</summary>
    internal CallQuery ToQuery(SiteClock clock, int pageSize)
    {
        (DateTimeOffset? from, DateTimeOffset? to) = FilterAddress.Period(From, To, clock);
        return new CallQuery
        {
            From = from,
            To = to,
            Number = Trimmed(Number)?.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal),
            Agent = Trimmed(Agent),
            Words = Trimmed(Words),
            Page = Page,
            PageSize = pageSize,
        };
    }

    /// <summary>The address of the page with this filter; what does not filter is left out.</summary>
    internal string ToAddress() => FilterAddress.Of("calls",
        [("from", From), ("to", To), ("number", Number), ("agent", Agent), ("words", Words), ("page", FilterAddress.PageField(Page))]);

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
