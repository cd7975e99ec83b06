using Npgsql;
using Supervision.Server.Live;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Data;

/// <summary>Reads calls that are kept. Thread-safe. Every method throws <see cref="DatabaseUnavailableException"/> when the database is away.</summary>
internal sealed class CallRepository(Database database) : ICallCounter, ICallNumbers
{
    private const int MaxPageSize = 200;

    /// <summary>Of the beginning of a French number after its prefix; fewer are looked for as they are.</summary>
    private const int MinPartDigits = 2;

    /// <summary>Ended calls, newest first.</summary>
    internal Task<CallPage> SearchAsync(CallQuery query, CallScope scope, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, ct) =>
        {
            int size = Math.Clamp(query.PageSize, 1, MaxPageSize);
            long skip = Math.Min((long)(Math.Max(1, query.Page) - 1) * size, int.MaxValue);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Sql.Batch(CallSql.Count, Filter(query, scope)));
            batch.BatchCommands.Add(Sql.Batch(CallSql.Search, [.. Filter(query, scope), Sql.Number(size), Sql.Number((int)skip)]));
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            int total = (int)Math.Min(reader.GetInt64(0), int.MaxValue);
            await reader.NextResultAsync(ct);
            return new CallPage(await CallRows.ReadAllAsync(reader, ReadItem, ct), total);
        },
        cancellationToken);

    /// <summary>The call with all that is kept of it; null when there is none or the scope hides it.</summary>
    internal Task<CallDetails?> GetAsync(CallId id, CallScope scope, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, ct) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Sql.Batch(CallSql.Get, [Sql.Id(id.Value), .. scope.Parameters()]));
            batch.BatchCommands.Add(Sql.Batch(CallSql.Transcript, Sql.Id(id.Value)));
            batch.BatchCommands.Add(Sql.Batch(AlarmSql.OfCall, Sql.Id(id.Value)));
            batch.BatchCommands.Add(Sql.Batch(CallSql.Events, Sql.Id(id.Value)));
            batch.BatchCommands.Add(Sql.Batch(CallSql.Tension, Sql.Id(id.Value)));
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(ct);
            return await ReadDetailsAsync(reader, ct);
        },
        cancellationToken);

    public Task<int> CountSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, ct) =>
        {
            await using var command = new NpgsqlCommand(CallSql.CountSince, connection);
            command.Parameters.Add(Sql.Time(since));
            return (int)(await command.ExecuteScalarAsync(ct))!;
        },
        cancellationToken);

    public Task<IReadOnlyDictionary<CallId, string?>> GetAgentNumbersAsync(IReadOnlyCollection<CallId> calls, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyDictionary<CallId, string?>>(
            async (connection, ct) =>
            {
                await using var command = new NpgsqlCommand(CallSql.AgentNumbers, connection);
                command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. calls.Select(call => call.Value)] });
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
                var numbers = new Dictionary<CallId, string?>();
                while (await reader.ReadAsync(ct))
                {
                    numbers[new CallId(reader.GetGuid(0))] = reader.TextOrNull(1);
                }

                return numbers;
            },
            cancellationToken);

    private static async Task<CallDetails?> ReadDetailsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        CallSnapshot call = CallRows.ReadCall(reader);
        await reader.NextResultAsync(cancellationToken);
        List<Utterance> transcript = await CallRows.ReadAllAsync(reader, CallRows.ReadUtterance, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<Alarm> alarms = await CallRows.ReadAllAsync(reader, AlarmRows.ReadAlarm, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<CallTimelineEvent> events = await CallRows.ReadAllAsync(reader, CallRows.ReadEvent, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<TensionRow> tension = await CallRows.ReadAllAsync(reader, TensionRow.Read, cancellationToken);
        return new CallDetails
        {
            Call = call,
            Transcript = transcript,
            Alarms = alarms,
            Events = events,
            Tension = TensionRow.Join(call.Id, tension),

            // The archive knows; the database does not.
            HasRecording = false,
            DurationMs = (int)Math.Clamp(((call.EndedAt ?? call.StartedAt) - call.StartedAt).TotalMilliseconds, 0, int.MaxValue),
        };
    }

    private static CallListItem ReadItem(NpgsqlDataReader reader) =>
        new(CallRows.ReadCall(reader), reader.GetInt32(CallRows.CallColumns), reader.TextOrNull(CallRows.CallColumns + 1));

    private static NpgsqlParameter[] Filter(CallQuery query, CallScope scope)
    {
        (string? number, string? international) = NumberPatterns(query.Number);
        return
        [
            Sql.Time(query.From),
            Sql.Time(query.To),
            Sql.Text(number),
            Sql.Text(international),
            Sql.Text(string.IsNullOrWhiteSpace(query.Agent) ? null : $"%{EscapeLike(Folding.Fold(query.Agent.Trim()))}%"),
            Sql.Text(string.IsNullOrWhiteSpace(query.Words) ? null : query.Words.Replace('\0', ' ')),
            .. scope.Parameters(),
            Sql.Text(query.AgentNumber),
        ];
    }

    /// <summary>What was written, anywhere in a number; and where that is the beginning of a French one, its other ways.</summary>
    private static (string? Number, string? International) NumberPatterns(string? written)
    {
        if (string.IsNullOrWhiteSpace(written))
        {
            return (null, null);
        }

        string number = FrenchNumber.Strip(written);
        string asWritten = $"%{EscapeLike(number)}%";
        return FrenchNumber.Part(number) is { Length: >= MinPartDigits } part
            ? (number[0] == '0' && number[1] != '0' ? asWritten : $"0{EscapeLike(part)}%", $"%33{EscapeLike(part)}%")
            : (asWritten, asWritten);
    }

    private static string EscapeLike(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
