using Supervision.Server.Api;
using Supervision.Server.Security;

namespace Supervision.Server.Agents;

/// <summary>The help key, over HTTP: it must work while the page's circuit is being mended.</summary>
internal static class HelpApi
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/me/help", AskAsync).RequireAuthorization(Policies.TakeCalls)
        .WithTags("Me").WithSummary("Ask for help: a critical alarm of your live call, or of the one that has just ended")
        .Produces<HelpAnswer>().ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> AskAsync(HelpDesk desk, CancellationToken cancellationToken) =>
        await desk.AskAsync(cancellationToken) is { } answer
            ? Results.Ok(answer)
            : ApiProblems.Conflict("You have no call, live or just over, that an alarm could be about.");
}
