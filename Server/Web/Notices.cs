using Microsoft.AspNetCore.Http.HttpResults;

namespace Supervision.Server.Web;

/// <summary>Answers to a person whose page cannot be shown: the right status and a page that says what to do.</summary>
internal static class Notices
{
    private const int DatabaseRetrySeconds = 5;

    internal static IResult DatabaseAway(HttpContext context, string goOn)
    {
        context.Response.Headers.RetryAfter = "5";
        return Page(StatusCodes.Status503ServiceUnavailable, "DatabaseAway", goOn, DatabaseRetrySeconds);
    }

    internal static IResult TooMany(HttpContext context, string goOn)
    {
        context.Response.Headers.RetryAfter = "60";
        return Page(StatusCodes.Status429TooManyRequests, "TooMany", goOn, null);
    }

    internal static IResult Denied() => Page(StatusCodes.Status403Forbidden, "Denied", LocalAddress.Home, null);

    internal static IResult NotFound() => Page(StatusCodes.Status404NotFound, "NotFound", LocalAddress.Home, null);

    internal static IResult Error() => Page(StatusCodes.Status500InternalServerError, "Error", LocalAddress.Home, null);

    private static RazorComponentResult<NoticePage> Page(int status, string notice, string goOn, int? refreshSeconds) => new(
        new Dictionary<string, object?>
        {
            [nameof(NoticePage.Notice)] = notice,
            [nameof(NoticePage.Address)] = goOn,
            [nameof(NoticePage.RefreshSeconds)] = refreshSeconds,
        })
    {
        StatusCode = status,
        PreventStreamingRendering = true,
    };
}
