namespace Supervision.Server.Api;

/// <summary>Answers of the API that say no, as problem details (RFC 9457).</summary>
internal static class ApiProblems
{
    internal static IResult NotFound(string what) => Status(StatusCodes.Status404NotFound, $"There is no such {what}, or you may not see it.");

    internal static IResult Conflict(string why) => Status(StatusCodes.Status409Conflict, why);

    internal static IResult Refused(string why) => Status(StatusCodes.Status400BadRequest, why);

    internal static IResult DatabaseAway(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return Status(StatusCodes.Status503ServiceUnavailable, "The database is not available; calls go on being recorded.");
    }

    internal static IResult Invalid(IEnumerable<string> errors) => Results.Problem(
        detail: string.Join(" ", errors), statusCode: StatusCodes.Status400BadRequest);

    internal static IResult Status(int status, string detail) => Results.Problem(detail: detail, statusCode: status);
}
