using System.Globalization;

namespace Supervision.Client.Components;

/// <summary>What the filters above lists share: days as date fields give them, pages, and the address that holds them. Pure.</summary>
internal static class FilterAddress
{
    private const string DayFormat = "yyyy-MM-dd";

    internal static string Day(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Key of the sentence that says what is wrong with two days; null when they can be used.</summary>
    internal static string? Error(string? fromDay, string? toDay)
    {
        if (!TryParseDay(fromDay, out DateOnly? from) || !TryParseDay(toDay, out DateOnly? to))
        {
            return "Filter.DateInvalid";
        }

        return from > to ? "Filter.DateOrder" : null;
    }

    /// <summary>The instants from the first day to the end of the last, which is exclusive; null where no day was given.</summary>
    internal static (DateTimeOffset? From, DateTimeOffset? To) Period(string? fromDay, string? toDay, SiteClock clock)
    {
        _ = TryParseDay(fromDay, out DateOnly? from);
        _ = TryParseDay(toDay, out DateOnly? to);
        return (
            from is { } first ? clock.StartOf(first) : null,
            to is { } last && last < DateOnly.MaxValue ? clock.StartOf(last.AddDays(1)) : null);
    }

    /// <summary>The path with the fields that filter; the others are left out.</summary>
    internal static string Of(string path, IEnumerable<(string Name, string? Value)> fields)
    {
        string query = string.Join('&', fields.Where(field => !string.IsNullOrWhiteSpace(field.Value))
            .Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!.Trim())}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    /// <summary>The field of a page; none for the first.</summary>
    internal static string? PageField(int page) => page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Page 1 for what is no page.</summary>
    internal static int ReadPage(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out int page) && page > 0 ? page : 1;

    /// <summary>At least one.</summary>
    internal static int PageCount(int? total, int pageSize) => Math.Max(1, ((total ?? 0) + pageSize - 1) / pageSize);

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
