using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Api;

/// <summary>Alarms, and how each was handled. Agents see those of their own calls; handling is done in <see cref="AlarmActsApi"/>.</summary>
internal static class AlarmsApi
{
    private const string Tag = "Alarms";

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alarms", ListAsync).WithTags(Tag)
            .WithSummary("Alarms, newest first: open ones unless state says otherwise (open, raised, acknowledged, resolved, all)")
            .Produces<AlarmPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/alarms/figures", GetFiguresAsync).WithTags(Tag)
            .WithSummary("How many alarms, confirmed, false, escalated, and the mean time to the first acknowledgement; filters as for alarms")
            .Produces<AlarmFigures>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/alarms/{id}", GetAsync).WithTags(Tag).WithSummary("One alarm")
            .Produces<Alarm>().ProducesProblem(StatusCodes.Status404NotFound);
        RouteGroupBuilder handling = api.MapGroup("").RequireAuthorization(Policies.Supervise);
        handling.MapGet("/alarms/{id}/steps", GetStepsAsync).WithTags(Tag).WithSummary("Who did what to an alarm and when, oldest first")
            .Produces<IReadOnlyList<AlarmStep>>().ProducesProblem(StatusCodes.Status404NotFound);
        AlarmActsApi.Map(handling);
        AlarmExportsApi.Map(handling);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] AlarmsQuery query, IGrainDirectory grains, IAlarmArchive alarms, AlarmCallNames names, CancellationToken cancellationToken)
    {
        string[] errors = [.. query.Errors()];
        if (errors.Length > 0)
        {
            return ApiProblems.Invalid(errors);
        }

        AlarmQuery asked = query.ToArchiveQuery();
        return Results.Ok(query.IsOpenOnly
            ? await OpenAsync(asked, grains, names, cancellationToken)
            : await alarms.SearchAsync(asked, cancellationToken));
    }

    private static async Task<IResult> GetFiguresAsync([AsParameters] AlarmsQuery query, IAlarmArchive alarms, CancellationToken cancellationToken)
    {
        AlarmsQuery all = query with { State = query.State ?? "all" };
        string[] errors = [.. all.Errors()];
        return errors.Length > 0
            ? ApiProblems.Invalid(errors)
            : Results.Ok(await alarms.GetFiguresAsync(all.ToArchiveQuery(), cancellationToken));
    }

    private static async Task<IResult> GetAsync(AlarmId id, IAlarmArchive alarms, CancellationToken cancellationToken) =>
        await alarms.GetAsync(id, cancellationToken) is { } alarm ? Results.Ok(alarm) : ApiProblems.NotFound("alarm");

    private static async Task<IResult> GetStepsAsync(AlarmId id, IAlarmArchive alarms, CancellationToken cancellationToken) =>
        await alarms.GetStepsAsync(id, cancellationToken) is { Count: > 0 } steps ? Results.Ok(steps) : ApiProblems.NotFound("alarm");

    private static async Task<AlarmPage> OpenAsync(
        AlarmQuery query, IGrainDirectory grains, AlarmCallNames names, CancellationToken cancellationToken)
    {
        List<AlarmListItem> found = [];
        foreach (Alarm alarm in (await grains.Alarms.GetOpenAsync(cancellationToken)).Where(alarm => Matches(query, alarm)))
        {
            if (await names.FindAsync(alarm.CallId, cancellationToken) is { MaySee: true } call)
            {
                found.Add(new AlarmListItem(alarm, call.Call));
            }
        }

        return new AlarmPage([.. found.Skip((query.Page - 1) * query.PageSize).Take(query.PageSize)], found.Count);
    }

    private static bool Matches(AlarmQuery query, Alarm alarm) =>
        query.States.Contains(alarm.State)
        && !(alarm.RaisedAt < query.From)
        && !(alarm.RaisedAt >= query.To)
        && (query.Category ?? alarm.Category) == alarm.Category
        && (query.Severity ?? alarm.Severity) == alarm.Severity
        && (query.Outcome is null || query.Outcome == alarm.Outcome)
        && (query.Escalated ?? (alarm.EscalatedAt is not null)) == (alarm.EscalatedAt is not null);
}
