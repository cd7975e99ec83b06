using Npgsql;
using NpgsqlTypes;
using Supervision.Client.Services;
using Supervision.Server.Data;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Agents;

/// <summary>Table <c>advice_texts</c>. Thread-safe. Every method throws <see cref="DatabaseUnavailableException"/> when the database is away.</summary>
internal sealed class AdviceStore(Database database)
{
    private const string Columns = "category, text, version, edited_by, edited_at";

    private const string Newest = "select distinct on (category) " + Columns + " from advice_texts order by category, version desc";

    private const string OfCategory = "select " + Columns + " from advice_texts where category = $1 order by version desc";

    /// <summary>Two who save at once cannot both be the next version.</summary>
    private const string Insert =
        "insert into advice_texts (category, version, text, edited_by, edited_at) values ($1, $2, $3, $4, $5) on conflict do nothing";

    /// <summary>The newest version of each category that was ever edited.</summary>
    internal Task<IReadOnlyList<Advice>> GetNewestAsync(CancellationToken cancellationToken) => ReadAsync(Newest, [], cancellationToken);

    /// <summary>Newest first.</summary>
    internal Task<IReadOnlyList<Advice>> GetHistoryAsync(AlarmCategory category, CancellationToken cancellationToken) =>
        ReadAsync(OfCategory, [Small((short)category)], cancellationToken);

    /// <summary>False when this version is there already.</summary>
    internal Task<bool> TryInsertAsync(Advice advice, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(Insert, connection);
            command.Parameters.Add(Small((short)advice.Category));
            command.Parameters.Add(Sql.Number(advice.Version));
            command.Parameters.Add(Sql.Text(advice.Text));
            command.Parameters.Add(Sql.Text(advice.EditedBy));
            command.Parameters.Add(Sql.Time(advice.EditedAt));
            return await command.ExecuteNonQueryAsync(cancel) > 0;
        },
        cancellationToken);

    private Task<IReadOnlyList<Advice>> ReadAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<Advice>>(
            async (connection, cancel) =>
            {
                await using NpgsqlCommand command = new(sql, connection);
                command.Parameters.AddRange(parameters);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
                return await CallRows.ReadAllAsync(reader, Read, cancel);
            },
            cancellationToken);

    private static Advice Read(NpgsqlDataReader reader) => new(
        (AlarmCategory)reader.GetInt16(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4));

    private static NpgsqlParameter Small(short value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Smallint };
}
