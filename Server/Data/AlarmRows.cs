using System.Text.Json;
using Npgsql;
using Supervision.Server.Journal;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Data;

/// <summary>Turns rows of alarms into what the screens know. Column order as in <see cref="AlarmSql"/>.</summary>
internal static class AlarmRows
{
    /// <summary>Columns that <see cref="ReadAlarm"/> takes.</summary>
    private const int AlarmColumns = 19;

    internal static Alarm ReadAlarm(NpgsqlDataReader reader) => new()
    {
        Id = new AlarmId(reader.GetGuid(0)),
        CallId = new CallId(reader.GetGuid(1)),
        Category = (AlarmCategory)reader.GetInt16(2),
        Severity = (AlarmSeverity)reader.GetInt16(3),
        State = (AlarmState)reader.GetInt16(4),
        RaisedAt = reader.GetFieldValue<DateTimeOffset>(5),
        Reasons = CallRows.FromJson<AlarmReason>(reader.GetString(6)),
        AcknowledgedBy = reader.TextOrNull(7),
        AcknowledgedAt = reader.TimeOrNull(8),
        ResolvedBy = reader.TextOrNull(9),
        ResolvedAt = reader.TimeOrNull(10),
        Outcome = reader.IsDBNull(11) ? null : (AlarmOutcome)reader.GetInt16(11),
        Note = reader.TextOrNull(12),
        Revision = reader.GetInt32(13),
        WaitingSince = reader.TimeOrNull(14),
        EscalatesAt = reader.TimeOrNull(15),
        EscalatedAt = reader.TimeOrNull(16),
        EscalatedBy = reader.TextOrNull(17),
        SnoozedUntil = reader.TimeOrNull(18),
    };

    internal static AlarmListItem ReadItem(NpgsqlDataReader reader) => new(ReadAlarm(reader), ReadCall(reader));

    internal static AlarmStep ReadStep(NpgsqlDataReader reader)
    {
        Alarm alarm = JsonSerializer.Deserialize<Alarm>(reader.GetString(5), JournalJson.Options)
            ?? throw new InvalidDataException("A step holds no alarm.");
        var act = new AlarmAct((AlarmStepKind)reader.GetInt16(1), reader.TextOrNull(3), reader.TextOrNull(4));
        return AlarmStep.Of(alarm, act, reader.GetFieldValue<DateTimeOffset>(2));
    }

    private static AlarmCall? ReadCall(NpgsqlDataReader reader) => reader.IsDBNull(AlarmColumns + 4)
        ? null
        : new AlarmCall(
            new Party(reader.TextOrNull(AlarmColumns), reader.TextOrNull(AlarmColumns + 1)),
            new Party(reader.TextOrNull(AlarmColumns + 2), reader.TextOrNull(AlarmColumns + 3)),
            reader.GetFieldValue<DateTimeOffset>(AlarmColumns + 4),
            (RecordingState)reader.GetInt16(AlarmColumns + 5));
}
