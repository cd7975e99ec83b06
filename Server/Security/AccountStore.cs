using Npgsql;
using NpgsqlTypes;
using Supervision.Server.Data;

namespace Supervision.Server.Security;

/// <summary>Table <c>users</c>. Thread-safe.</summary>
internal sealed class AccountStore(Database database) : IAccountStore
{
    private const string Columns =
        "id, user_name, display_name, password_hash, roles, agent_number, security_stamp, failed_count, locked_until, created_at, disabled";

    private const string SelectByName = $"select {Columns} from users where lower(user_name) = lower($1)";
    private const string SelectById = $"select {Columns} from users where id = $1";
    private const string SelectAll = $"select {Columns} from users order by lower(user_name)";

    private const string Insert =
        """
        insert into users (id, user_name, display_name, password_hash, roles, agent_number, security_stamp, created_at, disabled)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict do nothing
        """;

    private const string UpdateProfile =
        """
        update users set display_name = $3, roles = $4, agent_number = $5, disabled = $6, security_stamp = $7
        where id = $1 and security_stamp = $2
        """;

    private const string UpdatePassword = "update users set password_hash = $3, security_stamp = $4 where id = $1 and security_stamp = $2";

    /// <summary>Two administrators who disable each other do so one after the other, so that the second is seen to be the last.</summary>
    private const string LockAdministrators = "select pg_advisory_xact_lock(7316200400002)";

    private const string AnyAdministrator = $"select exists (select 1 from users where not disabled and '{Roles.Administrator}' = any(roles))";

    private const string CountFailure =
        """
        update users set failed_count = failed_count + 1
        where lower(user_name) = lower($1) and not disabled and (locked_until is null or locked_until <= $2)
        returning failed_count
        """;

    private const string Lock = "update users set locked_until = $2 where lower(user_name) = lower($1)";
    private const string ClearFailures = "update users set failed_count = 0, locked_until = null where id = $1 and failed_count > 0";

    /// <summary>Any number that nothing else in the database uses: nodes that start together must not both be first.</summary>
    private const string LockFirstRun = "select pg_advisory_xact_lock(7316200400001)";

    private const string AnyAccount = "select exists (select 1 from users)";

    public Task WhenAvailableAsync(CancellationToken cancellationToken) => database.WhenAvailableAsync(cancellationToken);

    public Task<Account?> FindByNameAsync(string userName, CancellationToken cancellationToken) =>
        FindAsync(SelectByName, new NpgsqlParameter<string> { TypedValue = userName }, cancellationToken);

    public Task<Account?> FindByIdAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync(SelectById, new NpgsqlParameter<Guid> { TypedValue = id }, cancellationToken);

    public Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<Account>>(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(SelectAll, connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
            return await CallRows.ReadAllAsync(reader, Read, cancel);
        },
        cancellationToken);

    public Task<bool> TryInsertAsync(Account account, CancellationToken cancellationToken) =>
        WriteAsync(Insert, command => AddColumns(command, account), cancellationToken);

    public Task<bool> TryInsertFirstAsync(IReadOnlyList<Account> accounts, ApiToken token, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, cancel) =>
            {
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
                await using NpgsqlCommand locking = new(LockFirstRun, connection, transaction);
                await locking.ExecuteNonQueryAsync(cancel);
                await using NpgsqlCommand any = new(AnyAccount, connection, transaction);
                if (await any.ExecuteScalarAsync(cancel) is true)
                {
                    return false;
                }

                foreach (Account account in accounts)
                {
                    await using NpgsqlCommand insert = new(Insert, connection, transaction);
                    AddColumns(insert, account);
                    await insert.ExecuteNonQueryAsync(cancel);
                }

                await using NpgsqlCommand insertToken = TokenStore.InsertCommand(token, connection);
                insertToken.Transaction = transaction;
                await insertToken.ExecuteNonQueryAsync(cancel);
                await transaction.CommitAsync(cancel);
                return true;
            },
            cancellationToken);

    public Task<AccountWrite> UpdateProfileAsync(Account account, string readStamp, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, cancel) =>
            {
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
                await using NpgsqlCommand locking = new(LockAdministrators, connection, transaction);
                await locking.ExecuteNonQueryAsync(cancel);
                bool hadAdministrator = await HasAdministratorAsync(transaction, cancel);
                await using NpgsqlCommand update = new(UpdateProfile, connection, transaction);
                update.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = account.Id });
                update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = readStamp });
                update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.DisplayName });
                update.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. account.Roles] });
                update.Parameters.Add(AgentNumber(account));
                update.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = account.IsDisabled });
                update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.SecurityStamp });
                if (await update.ExecuteNonQueryAsync(cancel) == 0)
                {
                    return AccountWrite.Stale;
                }

                if (hadAdministrator && !await HasAdministratorAsync(transaction, cancel))
                {
                    return AccountWrite.LastAdministrator;
                }

                await transaction.CommitAsync(cancel);
                return AccountWrite.Done;
            },
            cancellationToken);

    public Task<bool> UpdatePasswordAsync(Account account, string readStamp, CancellationToken cancellationToken) => WriteAsync(
        UpdatePassword,
        command =>
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = account.Id });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = readStamp });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.PasswordHash });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.SecurityStamp });
        },
        cancellationToken);

    public Task<int?> CountFailureAsync(string userName, DateTimeOffset now, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(CountFailure, connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = userName });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
            return (int?)await command.ExecuteScalarAsync(cancel);
        },
        cancellationToken);

    public Task LockAsync(string userName, DateTimeOffset until, CancellationToken cancellationToken) => WriteAsync(
        Lock,
        command =>
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = userName });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = until });
        },
        cancellationToken);

    public Task ClearFailuresAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync(ClearFailures, command => command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id }), cancellationToken);

    private static async Task<bool> HasAdministratorAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand any = new(AnyAdministrator, transaction.Connection, transaction);
        return await any.ExecuteScalarAsync(cancellationToken) is true;
    }

    private Task<Account?> FindAsync(string sql, NpgsqlParameter parameter, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(sql, connection);
            command.Parameters.Add(parameter);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
            return await reader.ReadAsync(cancel) ? Read(reader) : null;
        },
        cancellationToken);

    private Task<bool> WriteAsync(string sql, Action<NpgsqlCommand> addParameters, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(sql, connection);
            addParameters(command);
            return await command.ExecuteNonQueryAsync(cancel) > 0;
        },
        cancellationToken);

    private static void AddColumns(NpgsqlCommand command, Account account)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = account.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.UserName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.DisplayName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.PasswordHash });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. account.Roles] });
        command.Parameters.Add(AgentNumber(account));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.SecurityStamp });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = account.CreatedAt });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = account.IsDisabled });
    }

    private static NpgsqlParameter AgentNumber(Account account) =>
        new() { Value = (object?)account.AgentNumber ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static Account Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        UserName = reader.GetString(1),
        DisplayName = reader.GetString(2),
        PasswordHash = reader.GetString(3),
        Roles = reader.GetFieldValue<string[]>(4),
        AgentNumber = reader.IsDBNull(5) ? null : reader.GetString(5),
        SecurityStamp = reader.GetString(6),
        FailedCount = reader.GetInt32(7),
        LockedUntil = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(9),
        IsDisabled = reader.GetBoolean(10),
    };
}
