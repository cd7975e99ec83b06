namespace Supervision.Server.Data;

/// <summary>Questions about alarms. 3 = resolved.</summary>
internal static class AlarmSql
{
    private const string Columns = """
        id, call_id, category, severity, state, raised_at, reasons, acknowledged_by, acknowledged_at, resolved_by, resolved_at, outcome,
        note, revision
        """;

    internal const string Open = "select " + Columns + " from alarms where state <> 3 order by raised_at desc";

    internal const string OfCall = "select " + Columns + " from alarms where call_id = $1 order by raised_at";
}
