using Npgsql;
using NpgsqlTypes;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Data;

/// <summary>Reads alarms that are kept. Thread-safe. Every method throws <see cref="DatabaseUnavailableException"/> when the database is away.</summary>
internal sealed class AlarmRepository(Database database)
{
    private const int MaxPageSize = 200;

    private readonly GoodRows restored = new();

    /// <summary>Open alarms that the last <see cref="GetOpenAsync"/> could not read.</summary>
    internal int DamagedRows => restored.Damaged;

    /// <summary>Raised or acknowledged, newest first: what the alarm grain is given back at start. Without the damaged ones.</summary>
    internal Task<IReadOnlyList<Alarm>> GetOpenAsync(CancellationToken cancellationToken) =>
        restored.ListAsync(database, AlarmSql.Open, AlarmRows.ReadAlarm, cancellationToken);

    /// <summary>Null when there is none or the restriction hides it.</summary>
    /// <param name="id">Which.</param>
    /// <param name="onlyAgentNumber">When not null, only an alarm of a call of this agent's number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<Alarm?> GetAsync(AlarmId id, string? onlyAgentNumber, CancellationToken cancellationToken)
    {
        NpgsqlParameter[] parameters = [Sql.Id(id.Value), Sql.Text(onlyAgentNumber)];
        return (await ListAsync(AlarmSql.Get, parameters, AlarmRows.ReadAlarm, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Oldest first.</summary>
    internal Task<IReadOnlyList<AlarmStep>> GetStepsAsync(AlarmId id, CancellationToken cancellationToken) =>
        ListAsync(AlarmSql.Steps, [Sql.Id(id.Value)], AlarmRows.ReadStep, cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="onlyAgentNumber">When not null, only alarms of calls of this agent's number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<AlarmPage> SearchAsync(AlarmQuery query, string? onlyAgentNumber, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, ct) =>
        {
            int size = Math.Clamp(query.PageSize, 1, MaxPageSize);
            long skip = Math.Min((long)(Math.Max(1, query.Page) - 1) * size, int.MaxValue);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Sql.Batch(AlarmSql.Count, Filter(query, onlyAgentNumber)));
            batch.BatchCommands.Add(Sql.Batch(AlarmSql.Search, [.. Filter(query, onlyAgentNumber), Sql.Number(size), Sql.Number((int)skip)]));
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            int total = (int)Math.Min(reader.GetInt64(0), int.MaxValue);
            await reader.NextResultAsync(ct);
            return new AlarmPage(await CallRows.ReadAllAsync(reader, AlarmRows.ReadItem, ct), total);
        },
        cancellationToken);

    /// <summary>Over all pages.</summary>
    internal async Task<AlarmFigures> GetFiguresAsync(AlarmQuery query, string? onlyAgentNumber, CancellationToken cancellationToken)
    {
        return (await ListAsync(AlarmSql.Figures, Filter(query, onlyAgentNumber), ReadFigures, cancellationToken)).Single();
    }

    /// <summary>Up to 200 resolved alarms that a voice's score raised, oldest first, after <paramref name="after"/>.</summary>
    /// <param name="from">Inclusive; null: from the first on.</param>
    /// <param name="to">Exclusive; null: up to now.</param>
    /// <param name="after">The last alarm of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<IReadOnlyList<Alarm>> GetJudgedAsync(
        DateTimeOffset? from, DateTimeOffset? to, Alarm? after, CancellationToken cancellationToken)
    {
        NpgsqlParameter[] parameters = [Sql.Time(from), Sql.Time(to), Sql.Time(after?.RaisedAt), Nullable(NpgsqlDbType.Uuid, after?.Id.Value)];
        return ListAsync(AlarmSql.Judged, parameters, AlarmRows.ReadAlarm, cancellationToken);
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<T>>(
            async (connection, ct) =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                command.Parameters.AddRange(parameters);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
                return await CallRows.ReadAllAsync(reader, read, ct);
            },
            cancellationToken);

    private static NpgsqlParameter[] Filter(AlarmQuery query, string? onlyAgentNumber) =>
    [
        Sql.Time(query.From),
        Sql.Time(query.To),
        Nullable(NpgsqlDbType.Array | NpgsqlDbType.Smallint, query.States.Count == 0 ? null : query.States.Select(state => (short)state).ToArray()),
        Nullable(NpgsqlDbType.Smallint, (short?)query.Category),
        Nullable(NpgsqlDbType.Smallint, (short?)query.Severity),
        Nullable(NpgsqlDbType.Smallint, (short?)query.Outcome),
        Nullable(NpgsqlDbType.Boolean, query.Escalated),
        Sql.Text(onlyAgentNumber),
    ];

    private static AlarmFigures ReadFigures(NpgsqlDataReader reader) => new(
        (int)reader.GetInt64(0),
        (int)reader.GetInt64(1),
        (int)reader.GetInt64(2),
        (int)reader.GetInt64(3),
        (int)reader.GetInt64(4),
        reader.IsDBNull(5) ? null : TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(5))));

    private static NpgsqlParameter Nullable(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
