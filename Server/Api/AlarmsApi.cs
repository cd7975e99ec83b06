using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Api;

/// <summary>Open alarms and what is done with them. Agents see those of their own calls and leave the handling to supervisors.</summary>
internal static class AlarmsApi
{
    private const int MaxNoteLength = 2000;

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alarms", ListAsync).WithTags("Alarms").WithSummary("Open alarms, newest first").Produces<IReadOnlyList<Alarm>>();
        api.MapPost("/alarms/{id}/acknowledge", AcknowledgeAsync).RequireAuthorization(Policies.Supervise)
            .WithTags("Alarms").WithSummary("Say that you look after it")
            .Produces<Alarm>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/alarms/{id}/resolve", ResolveAsync).RequireAuthorization(Policies.Supervise)
            .WithTags("Alarms").WithSummary("Confirm it or call it false, and close it")
            .Produces<Alarm>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        IGrainDirectory grains, ICurrentUser user, LiveCallAccess calls, ICallArchive archive, CancellationToken cancellationToken)
    {
        IReadOnlyList<Alarm> open = await grains.Alarms.GetOpenAsync(cancellationToken);
        if (user.SeesAllCalls)
        {
            return Results.Ok(open);
        }

        List<Alarm> own = [];
        foreach (Alarm alarm in open)
        {
            if (await calls.FindAsync(alarm.CallId, cancellationToken) is not null
                || await archive.GetAsync(alarm.CallId, cancellationToken) is not null)
            {
                own.Add(alarm);
            }
        }

        return Results.Ok(own);
    }

    private static async Task<IResult> AcknowledgeAsync(AlarmId id, IAlarmDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.AcknowledgeAsync(id, cancellationToken));

    private static async Task<IResult> ResolveAsync(AlarmId id, AlarmResolution resolution, IAlarmDesk desk, CancellationToken cancellationToken)
    {
        if (resolution.Note?.Length > MaxNoteLength)
        {
            return ApiProblems.Invalid([$"note: at most {MaxNoteLength} characters."]);
        }

        return Enum.IsDefined(resolution.Outcome)
            ? Answer(await desk.ResolveAsync(id, resolution.Outcome, resolution.Note, cancellationToken))
            : ApiProblems.Invalid([$"outcome: one of {string.Join(", ", Enum.GetNames<AlarmOutcome>())}."]);
    }

    private static IResult Answer(Alarm? alarm) => alarm is null ? ApiProblems.NotFound("open alarm") : Results.Ok(alarm);
}

/// <summary>Body of <c>alarms/{id}/resolve</c>.</summary>
internal sealed record AlarmResolution(AlarmOutcome Outcome, string? Note = null);
