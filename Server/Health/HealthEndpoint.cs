namespace Supervision.Server.Health;

/// <summary><c>GET /health</c>: the bare status for anybody, everything for whoever is signed in or brings a token.</summary>
internal static class HealthEndpoint
{
    internal const string Path = "/health";

    internal static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<HealthReporter>();

    internal static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], Answer).AllowAnonymous()
            .Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable).WithTags("Health");

    private static IResult Answer(HttpContext context, HealthReporter reporter)
    {
        HealthReport report = reporter.Report();
        int status = report.Status == HealthReporter.Failed ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return context.User.Identity is { IsAuthenticated: true }
            ? Results.Json(report, statusCode: status)
            : Results.Json(new BareHealth(report.Status), statusCode: status);
    }
}
