using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Supervision.Server.Journal;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Data;

/// <summary>
/// Reads incidents that are kept, and the history of numbers. Thread-safe. Every method throws <see cref="DatabaseUnavailableException"/>
/// when the database is away.
/// </summary>
internal sealed class IncidentRepository(Database database)
{
    private const int MaxPageSize = 200;

    /// <summary>Calls and incidents of a number that are listed; the counts say how many there are.</summary>
    private const int HistoryRows = 30;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    private readonly GoodRows restored = new();

    /// <summary>Incidents that the last <see cref="GetToRestoreAsync"/> could not read.</summary>
    internal int DamagedRows => restored.Damaged;

    /// <summary>What the grain is given back at start, without the damaged ones.</summary>
    internal Task<IReadOnlyList<Incident>> GetToRestoreAsync(CancellationToken cancellationToken) =>
        restored.ListAsync(database, IncidentSql.ToRestore, ReadIncident, cancellationToken);

    internal async Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken) =>
        First(await ReadAsync(IncidentSql.ById, cancellationToken, Sql.Id(id.Value)));

    internal async Task<Incident?> FindAsync(IncidentNumber number, CancellationToken cancellationToken) =>
        First(await ReadAsync(
            IncidentSql.ByNumber, cancellationToken, Sql.Text(number.Series), Sql.Number(number.Year), Sql.Number(number.Serial)));

    /// <summary>The highest serial of each year.</summary>
    internal Task<IReadOnlyDictionary<int, int>> GetLastSerialsAsync(string series, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyDictionary<int, int>>(
            async (connection, ct) =>
            {
                await using var command = new NpgsqlCommand(IncidentSql.LastSerials, connection);
                command.Parameters.Add(Sql.Text(series));
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
                var last = new Dictionary<int, int>();
                while (await reader.ReadAsync(ct))
                {
                    last[reader.GetInt32(0)] = reader.GetInt32(1);
                }

                return last;
            },
            cancellationToken);

    /// <summary>Newest first.</summary>
    internal Task<IncidentList> SearchAsync(IncidentQuery query, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, ct) =>
        {
            int size = Math.Clamp(query.PageSize, 1, MaxPageSize);
            long skip = Math.Min((long)(Math.Max(1, query.Page) - 1) * size, int.MaxValue);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Sql.Batch(IncidentSql.Count, Filter(query)));
            batch.BatchCommands.Add(Sql.Batch(IncidentSql.Search, [.. Filter(query), Sql.Number(size), Sql.Number((int)skip)]));
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            int total = (int)Math.Min(reader.GetInt64(0), int.MaxValue);
            await reader.NextResultAsync(ct);
            return new IncidentList(await CallRows.ReadAllAsync(reader, ReadIncident, ct), total);
        },
        cancellationToken);

    /// <param name="numbers">As kept: with and without the country's prefix where both may be.</param>
    /// <param name="asking">Left out of the incidents.</param>
    internal Task<NumberHistory> GetHistoryAsync(
        IReadOnlyList<string> numbers, IncidentId asking, DateTimeOffset now, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, ct) =>
        {
            string[] all = [.. numbers];
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Sql.Batch(IncidentSql.HistoryCounts, Texts(all), Sql.Time(now - Recent)));
            batch.BatchCommands.Add(Sql.Batch(IncidentSql.HistoryCalls, Texts(all), Sql.Number(HistoryRows)));
            batch.BatchCommands.Add(Sql.Batch(IncidentSql.HistoryIncidents, Texts(all), Sql.Id(asking.Value), Sql.Number(HistoryRows)));
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            (int calls, int recent, int alarms, int confirmed) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3));
            await reader.NextResultAsync(ct);
            List<CallListItem> items = await CallRows.ReadAllAsync(reader, ReadItem, ct);
            await reader.NextResultAsync(ct);
            return new NumberHistory(
                numbers, calls, recent, alarms, confirmed, items, await CallRows.ReadAllAsync(reader, ReadIncident, ct));
        },
        cancellationToken);

    private Task<IReadOnlyList<Incident>> ReadAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        database.RunAsync<IReadOnlyList<Incident>>(
            async (connection, ct) =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                command.Parameters.AddRange(parameters);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
                return await CallRows.ReadAllAsync(reader, ReadIncident, ct);
            },
            cancellationToken);

    private static Incident? First(IReadOnlyList<Incident> found) => found.Count > 0 ? found[0] : null;

    private static NpgsqlParameter[] Filter(IncidentQuery query) =>
    [
        new()
        {
            Value = query.States is { Count: > 0 } states ? states.Select(state => (short)state).ToArray() : DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint,
        },
        Sql.Time(query.From),
        Sql.Time(query.To),
    ];

    private static NpgsqlParameter Texts(string[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static Incident ReadIncident(NpgsqlDataReader reader) =>
        JsonSerializer.Deserialize<Incident>(reader.GetString(0), JournalJson.Options) ?? throw new JsonException("null incident");

    private static CallListItem ReadItem(NpgsqlDataReader reader) =>
        new(CallRows.ReadCall(reader), reader.GetInt32(CallRows.CallColumns), null);
}
