using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Supervision.Client.Services;
using Supervision.Server.Recordings;
using Supervision.Server.Security;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Api;

/// <summary>Alarms as a table for a spreadsheet, and windows of sound to train the acoustic model with. Each export is logged first.</summary>
internal static class AlarmExportsApi
{
    private const int MaxPurposeLength = 500;
    private const string DefaultTrainingPurpose = "retraining";

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alarms.csv", GetCsvAsync).WithTags("Alarms")
            .WithSummary("The alarms that the filters find, all of them unless state says otherwise, as semicolon-separated UTF-8; logged")
            .Produces<Stream>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/alarms/training-windows.zip", GetWindowsAsync).RequireAuthorization(Policies.Administer).WithTags("Alarms")
            .WithSummary("Two seconds of the caller's voice around each scored reason of resolved alarms, with labels.tsv; logged with its purpose")
            .Produces<Stream>(StatusCodes.Status200OK, "application/zip")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> GetCsvAsync(
        [AsParameters] AlarmsQuery query, HttpContext context, IAlarmArchive alarms, IAccessLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        AlarmsQuery all = query with { State = query.State ?? "all", Page = null, PageSize = null };
        string[] errors = [.. all.Errors()];
        if (errors.Length > 0)
        {
            return ApiProblems.Invalid(errors);
        }

        Actor actor = context.Actor();
        await log.WriteAsync(
            new AccessEntry(time.GetUtcNow(), actor.Name, AccessActions.ExportAlarms, null, context.Request.QueryString.Value, actor.RemoteAddress),
            cancellationToken);
        AlarmQuery asked = all.ToArchiveQuery();
        return Results.Stream(
            stream => AlarmsCsv.WriteAsync(stream, asked, alarms, cancellationToken), "text/csv; charset=utf-8", $"alarmes-{Day(time)}.csv");
    }

    private static async Task<IResult> GetWindowsAsync(
        string? purpose, DateTimeOffset? from, DateTimeOffset? to, HttpContext context, TrainingWindows windows, IAccessLog log, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (purpose?.Length > MaxPurposeLength)
        {
            return ApiProblems.Invalid([$"purpose: at most {MaxPurposeLength} characters."]);
        }

        if (from >= to)
        {
            return ApiProblems.Invalid(["from must be before to."]);
        }

        // A ZipArchive ends each of its entries by a synchronous write, however it is disposed of; Kestrel refuses those unless told.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        string why = string.IsNullOrWhiteSpace(purpose) ? DefaultTrainingPurpose : purpose.Trim();
        Actor actor = context.Actor();
        await log.WriteAsync(
            new AccessEntry(time.GetUtcNow(), actor.Name, AccessActions.ExportTrainingWindows, null, why, actor.RemoteAddress), cancellationToken);
        var request = new TrainingRequest(actor, why, from, to);
        return Results.Stream(
            stream => windows.WriteAsync(stream, request, cancellationToken), "application/zip", $"fenetres-{Day(time)}.zip");
    }

    private static string Day(TimeProvider time) => time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
