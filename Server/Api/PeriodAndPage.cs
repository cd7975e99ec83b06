namespace Supervision.Server.Api;

/// <summary>What the lists of the interface share: a period and a page. Pure.</summary>
internal static class PeriodAndPage
{
    private const int MaxPageSize = 200;

    /// <summary>Deeper pages cost the database and serve nobody: narrow the dates instead.</summary>
    private const int MaxPage = 10_000;

    /// <summary>What is wrong with them, one sentence each.</summary>
    internal static IEnumerable<string> Errors(DateTimeOffset? from, DateTimeOffset? to, int? page, int? pageSize)
    {
        if (from >= to)
        {
            yield return "from must be before to.";
        }

        if (page is < 1 or > MaxPage)
        {
            yield return $"page: 1 to {MaxPage}.";
        }

        if (pageSize is < 1 or > MaxPageSize)
        {
            yield return $"pageSize: 1 to {MaxPageSize}.";
        }
    }
}
