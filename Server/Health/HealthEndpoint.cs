using Supervision.Shared;

namespace Supervision.Server.Health;

/// <summary><c>GET /health</c>: the bare status for anybody, everything for whoever is signed in or brings a token.</summary>
internal static class HealthEndpoint
{
    internal const string Path = "/health";

    /// <summary>A part that fails is told here and stops nothing else: above all it never stops the recording.</summary>
    internal static IServiceCollection AddHealth(this IServiceCollection services) => services
        .Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore)
        .AddSingleton<IHealthPart, BackgroundHealth>()
        .AddSingleton<HealthReporter>();

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
