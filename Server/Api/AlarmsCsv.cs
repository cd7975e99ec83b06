using System.Globalization;
using System.Text;
using Supervision.Client.Services;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Api;

/// <summary>
/// Alarms as a spreadsheet of France opens them: UTF-8 with its mark, semicolons, times UTC. Nothing that a caller said or that somebody
/// wrote can be taken for a formula.
/// </summary>
internal static class AlarmsCsv
{
    /// <summary>Read at once; rows are written as they come.</summary>
    private const int PageSize = 200;

    /// <summary>More rows are no list any more: narrow the dates.</summary>
    private const int MaxRows = 20_000;

    private static readonly string[] Header =
    [
        "id", "call", "raised_at", "category", "severity", "state", "outcome", "acknowledged_by", "acknowledged_at", "escalated_by",
        "escalated_at", "resolved_by", "resolved_at", "note", "caller", "agent", "reasons", "first_rule", "first_heard", "first_at_ms",
        "highest_score",
    ];

    internal static async Task WriteAsync(Stream stream, AlarmQuery query, IAlarmArchive alarms, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Line(Header).AsMemory(), cancellationToken);
        int rows = 0;
        for (int number = 1; rows < MaxRows; number++)
        {
            AlarmPage page = await alarms.SearchAsync(query with { Page = number, PageSize = PageSize }, cancellationToken);
            foreach (AlarmListItem item in page.Items)
            {
                await writer.WriteAsync(Line(Fields(item)).AsMemory(), cancellationToken);
            }

            rows += page.Items.Count;
            if (page.Items.Count < PageSize)
            {
                return;
            }
        }
    }

    private static string?[] Fields(AlarmListItem item)
    {
        Alarm alarm = item.Alarm;
        AlarmReason? first = alarm.Reasons.Count > 0 ? alarm.Reasons[0] : null;
        return
        [
            alarm.Id.ToString(),
            alarm.CallId.ToString(),
            Time(alarm.RaisedAt),
            alarm.Category.ToString(),
            alarm.Severity.ToString(),
            alarm.State.ToString(),
            alarm.Outcome?.ToString(),
            alarm.AcknowledgedBy,
            Time(alarm.AcknowledgedAt),
            alarm.EscalatedBy,
            Time(alarm.EscalatedAt),
            alarm.ResolvedBy,
            Time(alarm.ResolvedAt),
            alarm.Note,
            item.Call?.Caller.Number,
            item.Call?.Agent.Name ?? item.Call?.Agent.Number,
            alarm.Reasons.Count.ToString(CultureInfo.InvariantCulture),
            first?.Rule,
            first?.Heard,
            first?.AtMs.ToString(CultureInfo.InvariantCulture),
            alarm.Reasons.Max(reason => reason.Score)?.ToString("0.000", CultureInfo.InvariantCulture),
        ];
    }

    private static string? Time(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Line(IEnumerable<string?> fields) => string.Join(';', fields.Select(Field)) + "\r\n";

    /// <summary>RFC 4180 §2; a first character that a spreadsheet computes with is disarmed by an apostrophe.</summary>
    internal static string Field(string? text)
    {
        string safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? "";
        return safe.AsSpan().IndexOfAny(";\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
