using System.Text.Json;
using Npgsql;
using Supervision.Server.Journal;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Server.Data;

/// <summary>Turns rows into what the screens know. Column order as in <see cref="CallSql"/>.</summary>
internal static class CallRows
{
    /// <summary>Columns that <see cref="ReadCall"/> takes.</summary>
    internal const int CallColumns = 17;

    internal static CallSnapshot ReadCall(NpgsqlDataReader reader) => new()
    {
        Id = new CallId(reader.GetGuid(0)),
        Source = (CallSource)reader.GetInt16(1),
        State = (CallState)reader.GetInt16(2),
        Recording = (RecordingState)reader.GetInt16(3),
        Transcription = (TranscriptionState)reader.GetInt16(4),
        Caller = new Party(reader.TextOrNull(5), reader.TextOrNull(6)),
        Agent = new Party(reader.TextOrNull(7), reader.TextOrNull(8)),
        StartedAt = reader.GetFieldValue<DateTimeOffset>(9),
        EndedAt = reader.TimeOrNull(10),
        EndReason = reader.IsDBNull(11) ? null : (CallEndReason)reader.GetInt16(11),
        Lanes = [.. reader.GetFieldValue<short[]>(12).Select(l => (Lane)l)],
        IsDemonstration = reader.GetBoolean(13),
        TranscriptLagMs = reader.GetInt32(14),
        AnalysisFramesDropped = reader.GetInt64(15),
        OpenAlarms = [.. reader.GetFieldValue<Guid[]>(16).Select(a => new AlarmId(a))],
    };

    internal static Utterance ReadUtterance(NpgsqlDataReader reader) => new()
    {
        Lane = (Lane)reader.GetInt16(0),
        Kind = (UtteranceKind)reader.GetInt16(1),
        StartMs = reader.GetInt32(2),
        EndMs = reader.GetInt32(3),
        Text = reader.GetString(4),
        Words = FromJson<Word>(reader.GetString(5)),
        Model = reader.GetString(6),
    };

    internal static CallTimelineEvent ReadEvent(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetInt32(1), reader.GetString(2));

    internal static async Task<List<T>> ReadAllAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    internal static IReadOnlyList<T> FromJson<T>(string json) => JsonSerializer.Deserialize<IReadOnlyList<T>>(json, JournalJson.Options) ?? [];
}
