using System.Globalization;
using Supervision.Client.Components;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>What the person chose above the history of alarms; lives in the address of the page, so that a list can be sent and kept.</summary>
public sealed record AlarmFilter
{
    private const string Open = "open";

    /// <summary>First day, <c>yyyy-MM-dd</c> as date fields give it.</summary>
    public string? From { get; init; }

    /// <summary>Last day, inclusive.</summary>
    public string? To { get; init; }

    /// <summary>Names of the values, empty for all; what is not a name does not filter.</summary>
    public string? Category { get; init; }

    public string? Severity { get; init; }

    public string? Outcome { get; init; }

    /// <summary><c>open</c> or <c>resolved</c>.</summary>
    public string? State { get; init; }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public string? Escalated { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public bool IsEmpty => string.IsNullOrWhiteSpace(From + To + Category + Severity + Outcome + State + Escalated);

    /// <summary>Key of the sentence that says what is wrong; null when the filter can be used.</summary>
    internal string? Error() => FilterAddress.Error(From, To);

    /// <summary>The question for the archive. Only for a filter without <see cref="Error"/>.</summary>
    internal AlarmQuery ToQuery(SiteClock clock, int pageSize)
    {
        (DateTimeOffset? from, DateTimeOffset? to) = Period(clock);
        return new AlarmQuery
        {
            From = from,
            To = to,
            Category = Read<AlarmCategory>(Category),
            Severity = Read<AlarmSeverity>(Severity),
            Outcome = Read<AlarmOutcome>(Outcome),
            States = State switch
            {
                Open => [AlarmState.Raised, AlarmState.Acknowledged],
                "resolved" => [AlarmState.Resolved],
                _ => [],
            },
            Escalated = bool.TryParse(Escalated, out bool escalated) ? escalated : null,
            Page = Page,
            PageSize = pageSize,
        };
    }

    /// <summary>The instants between which alarms were raised; the second is exclusive.</summary>
    internal (DateTimeOffset? From, DateTimeOffset? To) Period(SiteClock clock) => FilterAddress.Period(From, To, clock);

    /// <summary>The address of the page with this filter; what does not filter is left out.</summary>
    internal string ToAddress() => FilterAddress.Of("alarms",
    [
        ("from", From), ("to", To), ("category", Category), ("severity", Severity), ("outcome", Outcome), ("state", State),
        ("escalated", Escalated), ("page", FilterAddress.PageField(Page)),
    ]);

    /// <summary>The same alarms as a table.</summary>
    internal string ToCsvAddress(SiteClock clock)
    {
        (DateTimeOffset? from, DateTimeOffset? to) = Period(clock);
        return FilterAddress.Of("api/v1/alarms.csv",
        [
            ("from", Instant(from)), ("to", Instant(to)), ("category", Category), ("severity", Severity), ("outcome", Outcome), ("state", State),
            ("escalated", Escalated),
        ]);
    }

    internal static string? Instant(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static T? Read<T>(string? name)
        where T : struct, Enum => Enum.TryParse(name, ignoreCase: true, out T value) && Enum.IsDefined(value) ? value : null;
}
