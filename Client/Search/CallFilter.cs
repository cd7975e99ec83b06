using System.Globalization;
using Supervision.Shared.Calls;

namespace Supervision.Client.Search;

/// <summary>What the person typed above the list of calls; lives in the address of the page, so that a list can be sent and kept.</summary>
public sealed record CallFilter
{
    private const string DayFormat = "yyyy-MM-dd";

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

    internal static string Day(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Key of the sentence that says what is wrong; null when the filter can be used.</summary>
    internal string? Error()
    {
        if (!TryParseDay(From, out DateOnly? from) || !TryParseDay(To, out DateOnly? to))
        {
            return "Filter.DateInvalid";
        }

        return from > to ? "Filter.DateOrder" : null;
    }

    /// <summary>The question for the archive. Only for a filter without <see cref="Error"/>.</summary>
    internal CallQuery ToQuery(SiteClock clock, int pageSize)
    {
        _ = TryParseDay(From, out DateOnly? from);
        _ = TryParseDay(To, out DateOnly? to);
        return new CallQuery
        {
            From = from is { } first ? clock.StartOf(first) : null,
            To = to is { } last && last < DateOnly.MaxValue ? clock.StartOf(last.AddDays(1)) : null,
            Number = Trimmed(Number)?.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal),
            Agent = Trimmed(Agent),
            Words = Trimmed(Words),
            Page = Page,
            PageSize = pageSize,
        };
    }

    /// <summary>The address of the page with this filter; what does not filter is left out.</summary>
    internal string ToAddress()
    {
        (string Name, string? Value)[] fields =
        [
            ("from", From), ("to", To), ("number", Number), ("agent", Agent), ("words", Words),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        ];
        string query = string.Join('&', fields.Where(field => Trimmed(field.Value) is not null)
            .Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!.Trim())}"));
        return query.Length == 0 ? "calls" : $"calls?{query}";
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool TryParseDay(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        bool parsed = DateOnly.TryParseExact(text.Trim(), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly value);
        day = parsed ? value : null;
        return parsed;
    }
}
