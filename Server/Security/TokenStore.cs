using Npgsql;
using NpgsqlTypes;
using Supervision.Server.Data;

namespace Supervision.Server.Security;

/// <summary>Table <c>api_tokens</c>. Thread-safe.</summary>
internal sealed class TokenStore(Database database) : ITokenStore
{
    private const string Columns =
        "t.id, t.name, t.token_hash, t.roles, t.agent_number, t.owner_id, t.created_by, t.created_at, t.last_used_at, t.revoked_at";

    private const int ColumnCount = 10;

    private const string Active = "from api_tokens t join users u on u.id = t.owner_id and not u.disabled where t.revoked_at is null";
    private const string SelectByHash = $"select {Columns}, u.roles, u.agent_number {Active} and t.token_hash = $1";
    private const string SelectById = $"select {Columns}, u.roles, u.agent_number {Active} and t.id = $1";
    private const string SelectAll = $"select {Columns} from api_tokens t order by t.created_at desc, t.id desc";

    private const string Insert =
        """
        insert into api_tokens (id, name, token_hash, roles, agent_number, owner_id, created_by, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private const string Revoke = "update api_tokens set revoked_at = $2 where id = $1 and revoked_at is null";
    private const string Touch = "update api_tokens set last_used_at = $2 where id = $1";

    public Task<ApiToken?> FindActiveAsync(byte[] hash, CancellationToken cancellationToken) =>
        FindAsync(SelectByHash, new NpgsqlParameter<byte[]> { TypedValue = hash }, cancellationToken);

    public Task<ApiToken?> FindActiveAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync(SelectById, new NpgsqlParameter<Guid> { TypedValue = id }, cancellationToken);

    public Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<ApiToken>>(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(SelectAll, connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
            return await CallRows.ReadAllAsync(reader, Read, cancel);
        },
        cancellationToken);

    public Task InsertAsync(ApiToken token, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = InsertCommand(token, connection);
            return await command.ExecuteNonQueryAsync(cancel);
        },
        cancellationToken);

    public Task<bool> RevokeAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        StampAsync(Revoke, id, at, cancellationToken);

    public Task TouchAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken) => StampAsync(Touch, id, at, cancellationToken);

    internal static NpgsqlCommand InsertCommand(ApiToken token, NpgsqlConnection connection)
    {
        NpgsqlCommand command = new(Insert, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = token.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.Name });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = token.Hash });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. token.Roles] });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)token.AgentNumber ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = token.OwnerId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.CreatedBy });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = token.CreatedAt });
        return command;
    }

    /// <param name="sql">Selects a token's columns and then its owner's roles and number.</param>
    private Task<ApiToken?> FindAsync(string sql, NpgsqlParameter parameter, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(sql, connection);
            command.Parameters.Add(parameter);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
            return await reader.ReadAsync(cancel) ? ReadHeld(reader) : null;
        },
        cancellationToken);

    private Task<bool> StampAsync(string sql, Guid id, DateTimeOffset at, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(sql, connection);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at });
            return await command.ExecuteNonQueryAsync(cancel) > 0;
        },
        cancellationToken);

    private static ApiToken? ReadHeld(NpgsqlDataReader reader) =>
        Read(reader).HeldBy(reader.GetFieldValue<string[]>(ColumnCount), reader.TextOrNull(ColumnCount + 1));

    private static ApiToken Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Name = reader.GetString(1),
        Hash = reader.GetFieldValue<byte[]>(2),
        Roles = reader.GetFieldValue<string[]>(3),
        AgentNumber = reader.IsDBNull(4) ? null : reader.GetString(4),
        OwnerId = reader.GetGuid(5),
        CreatedBy = reader.GetString(6),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(7),
        LastUsedAt = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
        RevokedAt = reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9),
    };
}
