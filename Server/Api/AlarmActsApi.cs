using System.Text.Json;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Api;

/// <summary>What supervisors do with alarms.</summary>
internal static class AlarmActsApi
{
    private const int MaxNoteLength = 2000;

    internal static void Map(RouteGroupBuilder api)
    {
        Describe(
            api.MapPost("/alarms/{id}/acknowledge", (AlarmId id, IAlarmDesk desk, CancellationToken cancel) =>
                ActAsync(desk.AcknowledgeAsync(id, cancel))),
            "Say that you look after it; again by the same person changes nothing");
        Describe(
            api.MapPost("/alarms/{id}/take-over", (AlarmId id, IAlarmDesk desk, CancellationToken cancel) =>
                ActAsync(desk.TakeOverAsync(id, cancel))),
            "Take it from the person who acknowledged it");
        Describe(
            api.MapPost("/alarms/{id}/escalate", (AlarmId id, HttpRequest request, IAlarmDesk desk, CancellationToken cancel) =>
                EscalateAsync(id, request, desk, cancel)),
            "Hand it up to the police desk, once; the body, JSON with a note, may be left out");
        Describe(
            api.MapPost("/alarms/{id}/snooze", (AlarmId id, AlarmSnooze body, IAlarmDesk desk, CancellationToken cancel) =>
                SnoozeAsync(id, body, desk, cancel)),
            "Put an acknowledged alarm aside for 1, 5 or 15 minutes; something graver ends it");
        Describe(
            api.MapPost("/alarms/{id}/resolve", (AlarmId id, AlarmResolution body, IAlarmDesk desk, CancellationToken cancel) =>
                ResolveAsync(id, body, desk, cancel)),
            "Confirm it or call it false, and close it; a raised one is acknowledged by it");
        Describe(
            api.MapPost("/alarms/{id}/correct", (AlarmId id, AlarmCorrection body, IAlarmDesk desk, CancellationToken cancel) =>
                CorrectAsync(id, body, desk, cancel)),
            "Put the outcome of a resolved alarm right, with a reason; the first outcome stays among its steps");
    }

    private static void Describe(RouteHandlerBuilder route, string summary) => route
        .WithTags("Alarms").WithSummary(summary)
        .Produces<Alarm>()
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    /// <summary>
    /// Reads the body itself: a route that says it takes one is passed over by a request without, and the API's own 404 answers.
    /// </summary>
    private static async Task<IResult> EscalateAsync(AlarmId id, HttpRequest request, IAlarmDesk desk, CancellationToken cancellationToken)
    {
        AlarmEscalation? body = null;
        try
        {
            body = request.HasJsonContentType() ? await request.ReadFromJsonAsync<AlarmEscalation>(cancellationToken) : null;
        }
        catch (JsonException)
        {
            return ApiProblems.Invalid(["The body is not what the documentation describes."]);
        }

        return await (IsTooLong(body?.Note, "note") ?? ActAsync(desk.EscalateAsync(id, body?.Note, cancellationToken)));
    }

    private static Task<IResult> SnoozeAsync(AlarmId id, AlarmSnooze body, IAlarmDesk desk, CancellationToken cancellationToken) =>
        SnoozeChoices.Minutes.Contains(body.Minutes)
            ? ActAsync(desk.SnoozeAsync(id, body.Minutes, cancellationToken))
            : Invalid($"minutes: one of {string.Join(", ", SnoozeChoices.Minutes)}.");

    private static Task<IResult> ResolveAsync(AlarmId id, AlarmResolution body, IAlarmDesk desk, CancellationToken cancellationToken) =>
        IsTooLong(body.Note, "note") ?? IsNoOutcome(body.Outcome) ?? ActAsync(desk.ResolveAsync(id, body.Outcome, body.Note, cancellationToken));

    private static Task<IResult> CorrectAsync(AlarmId id, AlarmCorrection body, IAlarmDesk desk, CancellationToken cancellationToken)
    {
        return string.IsNullOrWhiteSpace(body.Reason)
            ? Invalid("reason: why the outcome is corrected.")
            : IsTooLong(body.Reason, "reason") ?? IsNoOutcome(body.Outcome)
                ?? ActAsync(desk.CorrectAsync(id, body.Outcome, body.Reason, cancellationToken));
    }

    private static async Task<IResult> ActAsync(Task<Alarm?> act)
    {
        try
        {
            return await act is { } alarm ? Results.Ok(alarm) : ApiProblems.NotFound("alarm");
        }
        catch (AlarmRefusedException e)
        {
            return ApiProblems.Conflict(e.Message);
        }
    }

    private static Task<IResult>? IsTooLong(string? text, string name) =>
        text?.Length > MaxNoteLength ? Invalid($"{name}: at most {MaxNoteLength} characters.") : null;

    private static Task<IResult>? IsNoOutcome(AlarmOutcome outcome) =>
        Enum.IsDefined(outcome) ? null : Invalid($"outcome: one of {string.Join(", ", Enum.GetNames<AlarmOutcome>())}.");

    private static Task<IResult> Invalid(string error) => Task.FromResult(ApiProblems.Invalid([error]));
}

/// <summary>Body of <c>alarms/{id}/resolve</c>.</summary>
internal sealed record AlarmResolution(AlarmOutcome Outcome, string? Note = null);

/// <summary>Body of <c>alarms/{id}/escalate</c>.</summary>
internal sealed record AlarmEscalation(string? Note = null);

/// <summary>Body of <c>alarms/{id}/snooze</c>.</summary>
/// <param name="Minutes">One of <see cref="SnoozeChoices.Minutes"/>.</param>
internal sealed record AlarmSnooze(int Minutes);

/// <summary>Body of <c>alarms/{id}/correct</c>.</summary>
internal sealed record AlarmCorrection(AlarmOutcome Outcome, string Reason);
