using Microsoft.AspNetCore.Mvc;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Api;

/// <summary>Parameters of <c>alarms</c> as they came.</summary>
internal sealed record AlarmsQuery(
    [property: FromQuery(Name = "state")] string? State,
    [property: FromQuery(Name = "from")] DateTimeOffset? From,
    [property: FromQuery(Name = "to")] DateTimeOffset? To,
    [property: FromQuery(Name = "category")] string? Category,
    [property: FromQuery(Name = "severity")] string? Severity,
    [property: FromQuery(Name = "outcome")] string? Outcome,
    [property: FromQuery(Name = "escalated")] bool? Escalated,
    [property: FromQuery(Name = "page")] int? Page,
    [property: FromQuery(Name = "pageSize")] int? PageSize)
{
    private static readonly Dictionary<string, AlarmState[]> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["open"] = [AlarmState.Raised, AlarmState.Acknowledged],
        ["raised"] = [AlarmState.Raised],
        ["acknowledged"] = [AlarmState.Acknowledged],
        ["resolved"] = [AlarmState.Resolved],
        ["all"] = [],
    };

    /// <summary>Open alarms are few and known without the record.</summary>
    internal bool IsOpenOnly => States is { Length: > 0 } states && !states.Contains(AlarmState.Resolved);

    private AlarmState[] States => Names.GetValueOrDefault(State ?? "open", []);

    internal IEnumerable<string> Errors()
    {
        if (State is not null && !Names.ContainsKey(State))
        {
            yield return $"state: one of {string.Join(", ", Names.Keys)}.";
        }

        foreach (string error in PeriodAndPage.Errors(From, To, Page, PageSize))
        {
            yield return error;
        }

        foreach (string? error in new[] { Error<AlarmCategory>("category", Category), Error<AlarmSeverity>("severity", Severity), Error<AlarmOutcome>("outcome", Outcome) })
        {
            if (error is not null)
            {
                yield return error;
            }
        }
    }

    /// <summary>Only for parameters without <see cref="Errors"/>.</summary>
    internal AlarmQuery ToArchiveQuery()
    {
        AlarmQuery query = new()
        {
            From = From?.ToUniversalTime(),
            To = To?.ToUniversalTime(),
            States = States,
            Category = Read<AlarmCategory>(Category),
            Severity = Read<AlarmSeverity>(Severity),
            Outcome = Read<AlarmOutcome>(Outcome),
            Escalated = Escalated,
            Page = Page ?? 1,
        };
        return PageSize is { } size ? query with { PageSize = size } : query;
    }

    private static string? Error<T>(string name, string? text)
        where T : struct, Enum =>
        text is null || Read<T>(text) is not null ? null : $"{name}: one of {string.Join(", ", Enum.GetNames<T>())}.";

    private static T? Read<T>(string? text)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse<T>(known) : null;
}
