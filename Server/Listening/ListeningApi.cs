using Supervision.Client.Services;
using Supervision.Server.Api;
using Supervision.Shared;

namespace Supervision.Server.Listening;

/// <summary>Asks to hear a live call; the answer's ticket opens the web socket.</summary>
internal static class ListeningApi
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/calls/{id}/listen", AskAsync)
        .WithTags("Calls").WithSummary("Ask to hear a live call; logged with its purpose once it is heard")
        .Produces<ListenTicket>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> AskAsync(
        CallId id, ListenBody body, HttpContext context, ListeningDesk desk, CancellationToken cancellationToken)
    {
        ListenAdmission admission = await desk.AskAsync(context.User, new ListenRequest(id, body.Purpose, body.Note), cancellationToken);
        return admission switch
        {
            { Ticket: { } ticket } => Results.Ok(new ListenTicket(ticket, ListeningEndpoint.Path)),
            { Refusal: ListenRefusal.NotAllowed } => ApiProblems.Status(
                StatusCodes.Status403Forbidden, "Your account or token may not listen to this call."),
            { Refusal: ListenRefusal.PurposeMissing } => ApiProblems.Invalid(
                [$"purpose: one of the settings' Listening:Purposes ({string.Join(", ", desk.Purposes)}), or note: at most 300 characters."]),
            { Refusal: ListenRefusal.Refused } => ApiProblems.Conflict("The person refused to be recorded: nobody listens to this call."),
            { Refusal: ListenRefusal.PrivateLine } => ApiProblems.Conflict("This is a private line: nobody listens to it."),
            { Refusal: ListenRefusal.TooMany } => ApiProblems.Conflict("As many people as may listen do so already."),
            _ => ApiProblems.Conflict("The call is over."),
        };
    }
}

/// <summary>Body of <c>calls/{id}/listen</c>.</summary>
internal sealed record ListenBody(string? Purpose = null, string? Note = null);

/// <summary>For one connection to <paramref name="Address"/>, as its query parameter <c>ticket</c>, within seconds.</summary>
internal sealed record ListenTicket(string Ticket, string Address);
