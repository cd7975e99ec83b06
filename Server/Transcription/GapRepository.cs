using Npgsql;
using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Server.Transcription;

/// <summary>A stretch of a lane that was not heard live.</summary>
/// <param name="FromMs">Inclusive, on the call's clock.</param>
/// <param name="ToMs">Exclusive.</param>
internal sealed record TranscriptGap(Lane Lane, int FromMs, int ToMs);

/// <summary>A call that is over and whose transcript has gaps.</summary>
internal sealed record GappedCall(CallSnapshot Call, IReadOnlyList<TranscriptGap> Gaps);

/// <summary>Finds what is still to be transcribed from recordings. Throws <see cref="DatabaseUnavailableException"/> when the database is away.</summary>
internal sealed class GapRepository(Database database, CallRepository calls)
{
    /// <summary>2 = gap, 3 = ended, 3 = refused. Oldest first, a few at a time.</summary>
    private const string SelectCalls = """
        select distinct c.id, c.started_at from calls c join utterances u on u.call_id = c.id
        where u.kind = 2 and c.state = 3 and c.recording <> 3 and c.ended_at < $2 and not (c.id = any($1))
        order by c.started_at limit 20
        """;

    private const string SelectGapped = "select distinct call_id from utterances where kind = 2 and call_id = any($1)";

    /// <summary>Those of <paramref name="ids"/> that have gaps still.</summary>
    internal Task<IReadOnlyList<CallId>> GetGappedAsync(IReadOnlyCollection<CallId> ids, CancellationToken cancellationToken) =>
        ReadAsync(SelectGapped, cancellationToken, Ids(ids));

    /// <summary>The oldest calls with gaps that ended before <paramref name="endedBefore"/>, but those in <paramref name="except"/>.</summary>
    internal async Task<IReadOnlyList<GappedCall>> GetAsync(
        IReadOnlyCollection<CallId> except, DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        IReadOnlyList<CallId> ids = await ReadAsync(SelectCalls, cancellationToken, Ids(except), Sql.Time(endedBefore));
        List<GappedCall> found = [];
        foreach (CallId id in ids)
        {
            if (await calls.GetAsync(id, CallScope.All, cancellationToken) is { } details)
            {
                found.Add(new GappedCall(details.Call, [.. details.Transcript
                    .Where(utterance => utterance.Kind == UtteranceKind.Gap)
                    .Select(gap => new TranscriptGap(gap.Lane, gap.StartMs, gap.EndMs))]));
            }
        }

        return found;
    }

    private Task<IReadOnlyList<CallId>> ReadAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        database.RunAsync<IReadOnlyList<CallId>>(
            async (connection, ct) =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                command.Parameters.AddRange(parameters);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
                return await CallRows.ReadAllAsync(reader, row => new CallId(row.GetGuid(0)), ct);
            },
            cancellationToken);

    private static NpgsqlParameter<Guid[]> Ids(IReadOnlyCollection<CallId> ids) => new() { TypedValue = [.. ids.Select(id => id.Value)] };
}
