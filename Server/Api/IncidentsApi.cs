using Supervision.Client.Services;
using Supervision.Server.Incidents;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Api;

/// <summary>Incidents of the police desk. An incident is named by its id, or where it is read by its number.</summary>
internal static class IncidentsApi
{
    private const int MaxNoteLength = 4000;
    private const int MaxTextLength = 200;

    internal static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder incidents = api.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapGet("", ListAsync).WithSummary("Incidents, newest first; without parameters the open ones, most urgent first")
            .Produces<IncidentList>().ProducesProblem(StatusCodes.Status400BadRequest);
        incidents.MapGet("/{key}", GetAsync).WithSummary("One incident with all its steps, by id or number")
            .Produces<Incident>().ProducesProblem(StatusCodes.Status404NotFound);
        incidents.MapGet("/{key}/history", GetHistoryAsync).WithSummary("Calls, alarms and incidents of its callers' numbers")
            .Produces<NumberHistory>().ProducesProblem(StatusCodes.Status404NotFound);
        incidents.MapGet("/{id}/calls", FindCallsAsync).WithSummary("Calls that can be attached")
            .Produces<IReadOnlyList<CallListItem>>().ProducesProblem(StatusCodes.Status400BadRequest);
        incidents.MapPost("", OpenAsync).WithSummary("Open one by hand for a call")
            .Produces<Incident>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        MapAct(incidents, "take", TakeAsync, "Take it, or accept it when it was handed over");
        MapAct(incidents, "notes", NoteAsync, "Add a note; notes are never changed");
        MapAct(incidents, "attach", AttachAsync, "Attach a further call");
        MapAct(incidents, "detach", DetachAsync, "Detach a call that is about something else");
        MapAct(incidents, "merge", MergeAsync, "Join it to another incident, which goes on");
        MapAct(incidents, "hand-over", HandOverAsync, "Hand it to a person or a role");
        MapAct(incidents, "close", CloseAsync, "Close it with what came of it");
        MapAct(incidents, "reopen", ReopenAsync, "Open it again, with the reason");
    }

    private static void MapAct(RouteGroupBuilder incidents, string name, Delegate act, string summary) =>
        incidents.MapPost($"/{{id}}/{name}", act).WithSummary(summary)
            .Produces<Incident>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> ListAsync([AsParameters] IncidentsQuery query, IIncidentDesk desk, CancellationToken cancellationToken)
    {
        string[] errors = [.. query.Errors()];
        if (errors.Length > 0)
        {
            return ApiProblems.Invalid(errors);
        }

        if (!query.IsQueue)
        {
            return Results.Ok(await desk.SearchAsync(query.ToIncidentQuery(), cancellationToken));
        }

        IReadOnlyList<Incident> open = (await desk.GetOpenAsync(cancellationToken)).Incidents;
        return Results.Ok(new IncidentList(open, open.Count));
    }

    private static async Task<IResult> GetAsync(string key, IIncidentDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(key, cancellationToken) is { } incident ? Results.Ok(incident) : ApiProblems.NotFound("incident");

    private static async Task<IResult> GetHistoryAsync(string key, IIncidentDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(key, cancellationToken) is { } incident
        && await desk.GetHistoryAsync(incident.Id, cancellationToken) is { } history
            ? Results.Ok(history)
            : ApiProblems.NotFound("incident with a caller's number");

    private static async Task<IResult> FindCallsAsync(IncidentId id, string? q, IIncidentDesk desk, CancellationToken cancellationToken) =>
        q?.Length > MaxTextLength
            ? ApiProblems.Invalid([$"q: at most {MaxTextLength} characters."])
            : Results.Ok(await desk.FindCallsAsync(id, q, cancellationToken));

    private static async Task<IResult> OpenAsync(IncidentRequest body, IIncidentDesk desk, CancellationToken cancellationToken)
    {
        string[] errors = [.. NoteErrors("note", body.Note, isNeeded: false)];
        if (errors.Length > 0)
        {
            return ApiProblems.Invalid(errors);
        }

        IncidentAnswer answer = await desk.OpenAsync(
            body.CallId, body.Category, body.Severity ?? AlarmSeverity.Serious, body.Note, cancellationToken);
        return answer.Incident is { } incident
            ? Results.Created($"{ApiEndpoints.Root}/incidents/{incident.Id}", incident)
            : Answer(answer);
    }

    private static async Task<IResult> TakeAsync(IncidentId id, IIncidentDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.TakeAsync(id, cancellationToken));

    private static async Task<IResult> NoteAsync(IncidentId id, IncidentNote body, IIncidentDesk desk, CancellationToken cancellationToken) =>
        NoteErrors("text", body.Text, isNeeded: true).ToArray() is { Length: > 0 } errors
            ? ApiProblems.Invalid(errors)
            : Answer(await desk.AddNoteAsync(id, body.Text, cancellationToken));

    private static async Task<IResult> AttachAsync(IncidentId id, IncidentAttachment body, IIncidentDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.AttachAsync(id, body.CallId, cancellationToken));

    private static async Task<IResult> DetachAsync(IncidentId id, IncidentDetachment body, IIncidentDesk desk, CancellationToken cancellationToken) =>
        NoteErrors("reason", body.Reason, isNeeded: false).ToArray() is { Length: > 0 } errors
            ? ApiProblems.Invalid(errors)
            : Answer(await desk.DetachAsync(id, body.CallId, body.Reason, cancellationToken));

    private static async Task<IResult> MergeAsync(IncidentId id, IncidentMerge body, IIncidentDesk desk, CancellationToken cancellationToken) =>
        NoteErrors("note", body.Note, isNeeded: false).ToArray() is { Length: > 0 } errors
            ? ApiProblems.Invalid(errors)
            : Answer(await desk.MergeAsync(id, body.Into, body.Note, cancellationToken));

    private static async Task<IResult> HandOverAsync(IncidentId id, IncidentHandOver body, IIncidentDesk desk, CancellationToken cancellationToken)
    {
        List<string> errors = [.. NoteErrors("note", body.Note, isNeeded: true)];
        if (body.User is null == (body.Role is null))
        {
            errors.Add("user or role: one of the two.");
        }

        if (errors.Count > 0)
        {
            return ApiProblems.Invalid(errors);
        }

        DeskTarget to = body.User is { } name ? new DeskTarget(DeskTargetKind.User, name) : new DeskTarget(DeskTargetKind.Role, body.Role!);
        return Answer(await desk.HandOverAsync(id, to, body.Note, cancellationToken));
    }

    private static async Task<IResult> CloseAsync(IncidentId id, IncidentClosing body, IIncidentDesk desk, CancellationToken cancellationToken)
    {
        List<string> errors = [.. NoteErrors("text", body.Text, IncidentClosings.NeedsText(body.Outcome, body.Recipient))];
        if ((body.Outcome == IncidentOutcome.Transmitted) != (body.Recipient is not null))
        {
            errors.Add("recipient: to whom it was transmitted, and only then.");
        }

        return errors.Count > 0
            ? ApiProblems.Invalid(errors)
            : Answer(await desk.CloseAsync(id, body.Outcome, body.Recipient, body.Text, cancellationToken));
    }

    private static async Task<IResult> ReopenAsync(IncidentId id, IncidentReopening body, IIncidentDesk desk, CancellationToken cancellationToken) =>
        NoteErrors("reason", body.Reason, isNeeded: true).ToArray() is { Length: > 0 } errors
            ? ApiProblems.Invalid(errors)
            : Answer(await desk.ReopenAsync(id, body.Reason, cancellationToken));

    private static IEnumerable<string> NoteErrors(string name, string? text, bool isNeeded)
    {
        if ((isNeeded && string.IsNullOrWhiteSpace(text)) || text?.Length > MaxNoteLength)
        {
            yield return $"{name}: {(isNeeded ? "1 to" : "at most")} {MaxNoteLength} characters.";
        }
    }

    private static IResult Answer(IncidentAnswer answer) => answer switch
    {
        { Incident: { } incident } => Results.Ok(incident),
        { Refusal: IncidentRefusal.NotFound } => ApiProblems.NotFound("incident"),
        { Refusal: IncidentRefusal.CallNotFound } => ApiProblems.NotFound("call"),
        { Refusal: IncidentRefusal.TargetNotFound } => ApiProblems.NotFound("person or role of the desk"),
        _ => ApiProblems.Conflict(Why(answer.Refusal)),
    };

    private static string Why(IncidentRefusal? refusal) => refusal switch
    {
        IncidentRefusal.Closed => "The incident is closed; open it again first.",
        IncidentRefusal.NotClosed => "The incident is open.",
        IncidentRefusal.Merged => "The incident was joined to another and goes on there.",
        IncidentRefusal.TakenByAnother => "Somebody else has the incident.",
        IncidentRefusal.HandedToAnother => "The incident was handed to somebody else.",
        IncidentRefusal.AlreadyAttached => "The call is attached already.",
        IncidentRefusal.NotAttached => "The call is not in the incident.",
        IncidentRefusal.LastCall => "It is the incident's only call; attach another first, or close the incident.",
        IncidentRefusal.SameIncident => "An incident cannot be joined to itself.",
        IncidentRefusal.Full => "The incident has as many calls or steps as it can hold; open another.",
        _ => "The incident cannot be changed in this way now.",
    };
}
