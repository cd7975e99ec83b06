using Supervision.Client.Services;
using Supervision.Grains.Calls;
using Supervision.Server.Security;
using Supervision.Shared;

namespace Supervision.Server.Api;

/// <summary>Pause, resume and refusal of a live call's recording, by a supervisor or by the agent whose call it is.</summary>
internal static class RecordingControlApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        MapAct(api, "pause", "Stop recording, transcription and analysis for a while", AccessActions.PauseRecording,
            static (grain, by) => grain.PauseRecordingAsync(by, CancellationToken.None));
        MapAct(api, "resume", "Go on after a pause", AccessActions.ResumeRecording,
            static (grain, by) => grain.ResumeRecordingAsync(by, CancellationToken.None));
        MapAct(api, "refuse", "The person refuses: stop for good and erase what was kept", AccessActions.RefuseRecording,
            static (grain, by) => grain.RefuseRecordingAsync(by, CancellationToken.None));
    }

    private static void MapAct(
        RouteGroupBuilder api, string name, string summary, string action, Func<ICallGrain, string, Task> act)
    {
        api.MapPost($"/calls/{{id}}/recording/{name}", (
                CallId id, HttpContext context, LiveCallAccess calls, ICallArchive archive, RecordingActLog log, CancellationToken cancellationToken) =>
                ActAsync(new RecordingAct(id, action, act, context.Actor()), calls, archive, log, cancellationToken))
            .RequireAuthorization(Policies.ControlRecording).WithTags("Recordings").WithSummary(summary)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ActAsync(
        RecordingAct act, LiveCallAccess calls, ICallArchive archive, RecordingActLog log, CancellationToken cancellationToken)
    {
        if (await calls.FindOwnAsync(act.Call, cancellationToken) is not { } grain)
        {
            return await archive.GetAsync(act.Call, cancellationToken) is null
                ? ApiProblems.NotFound("call")
                : ApiProblems.Conflict("The call is over.");
        }

        // From here on she may leave: what is done is done whole, and written.
        await act.Act(grain, act.Actor.Name);
        await log.WriteAsync(act.Actor, act.Action, act.Call);
        return Results.NoContent();
    }

    private sealed record RecordingAct(CallId Call, string Action, Func<ICallGrain, string, Task> Act, Actor Actor);
}
