using Supervision.Client.Services;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Server.Api;

/// <summary>Calls, live and ended, and their transcripts.</summary>
internal static class CallsApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/calls", ListAsync).WithTags("Calls").WithSummary("Live or ended calls, newest first")
            .Produces<CallPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/calls/{id}", GetAsync).WithTags("Calls").WithSummary("One call whole")
            .Produces<CallDetails>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/calls/{id}/transcript", GetTranscriptAsync).WithTags("Calls").WithSummary("Words of a call, with times")
            .Produces<CallTranscript>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/calls/{id}/tension", GetTensionAsync).WithTags("Calls").WithSummary("The caller's tension over a call, 0 to 1")
            .Produces<CallTension>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/search", SearchAsync).WithTags("Calls").WithSummary("Ended calls in which the words were said")
            .Produces<CallPage>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] CallsQuery query, ICallArchive archive, ILiveConsole live, ICurrentUser user, CancellationToken cancellationToken)
    {
        string[] errors = [.. query.Errors()];
        if (errors.Length > 0)
        {
            return ApiProblems.Invalid(errors);
        }

        return Results.Ok(query.IsLive
            ? await LiveAsync(query, live, user, cancellationToken)
            : await archive.SearchAsync(query.ToArchiveQuery(), cancellationToken));
    }

    private static async Task<IResult> SearchAsync(
        string? q, int? page, int? pageSize, ICallArchive archive, CancellationToken cancellationToken)
    {
        CallsQuery query = new(CallsQuery.Ended, null, null, null, null, q, page, pageSize);
        string[] errors = string.IsNullOrWhiteSpace(q) ? ["q: what to look for."] : [.. query.Errors()];
        return errors.Length > 0
            ? ApiProblems.Invalid(errors)
            : Results.Ok(await archive.SearchAsync(query.ToArchiveQuery(), cancellationToken));
    }

    private static async Task<IResult> GetAsync(CallId id, ICallArchive archive, CancellationToken cancellationToken) =>
        await archive.GetAsync(id, cancellationToken) is { } call ? Results.Ok(call) : ApiProblems.NotFound("call");

    private static async Task<IResult> GetTranscriptAsync(CallId id, ICallArchive archive, CancellationToken cancellationToken) =>
        await archive.GetAsync(id, cancellationToken) is { } call
            ? Results.Ok(new CallTranscript(id, call.Call.Transcription, call.Transcript))
            : ApiProblems.NotFound("call");

    /// <summary>Never measured, or erased, is told as such: 404 with its own sentence.</summary>
    private static async Task<IResult> GetTensionAsync(CallId id, ICallArchive archive, CancellationToken cancellationToken) =>
        await archive.GetAsync(id, cancellationToken) is { } call
            ? call.Tension is { } tension ? Results.Ok(tension) : ApiProblems.NotFound("tension")
            : ApiProblems.NotFound("call");

    /// <summary>All on one page: live calls are few.</summary>
    private static async Task<CallPage> LiveAsync(
        CallsQuery query, ILiveConsole live, ICurrentUser user, CancellationToken cancellationToken)
    {
        LiveSnapshot snapshot = await live.GetSnapshotAsync(cancellationToken);
        CallListItem[] items =
        [
            .. snapshot.Calls
                .Where(call => user.MaySee(call) && query.Matches(call))
                .OrderByDescending(call => call.StartedAt)
                .Select(call => new CallListItem(call, call.OpenAlarms.Count, null)),
        ];
        return new CallPage(items, items.Length);
    }
}

/// <summary>Words of a call in the order of its clock.</summary>
internal sealed record CallTranscript(CallId CallId, TranscriptionState State, IReadOnlyList<Utterance> Utterances);
