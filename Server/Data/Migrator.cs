using Npgsql;

namespace Supervision.Server.Data;

/// <summary>
/// Brings the schema to this version, each migration in its own transaction, under an advisory lock so that two servers starting on
/// one database wait for each other. Forward only.
/// </summary>
internal sealed partial class Migrator(TimeProvider time, ILogger<Migrator> logger)
{
    /// <summary>Arbitrary, the same in every version: "supervis" read as a big-endian number.</summary>
    private const long AdvisoryLock = 0x7375_7065_7276_6973;

    private const string TakeLock = "select pg_advisory_lock($1)";
    private const string ReleaseLock = "select pg_advisory_unlock($1)";

    private const string CreateTable = """
        create table if not exists schema_migrations (
          name text primary key,
          checksum text not null,
          applied_at timestamptz not null
        )
        """;

    private const string SelectApplied = "select name, checksum from schema_migrations";
    private const string InsertApplied = "insert into schema_migrations (name, checksum, applied_at) values ($1, $2, $3)";

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="InvalidOperationException">A migration that was applied has another text now, or is of a later version.</exception>
    internal async Task MigrateAsync(NpgsqlDataSource source, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, TakeLock, cancellationToken, AdvisoryLock);
        try
        {
            await ExecuteAsync(connection, CreateTable, cancellationToken);
            Dictionary<string, string> applied = await ReadAppliedAsync(connection, cancellationToken);
            Check(migrations, applied);
            foreach (Migration migration in migrations.Where(m => !applied.ContainsKey(m.Name)))
            {
                await ApplyAsync(connection, migration, cancellationToken);
                LogApplied(migration.Name);
            }
        }
        finally
        {
            // A connection that broke has lost its lock already.
            if (connection.FullState.HasFlag(System.Data.ConnectionState.Open))
            {
                await ExecuteAsync(connection, ReleaseLock, CancellationToken.None, AdvisoryLock);
            }
        }
    }

    private static void Check(IReadOnlyList<Migration> migrations, Dictionary<string, string> applied)
    {
        foreach ((string name, string checksum) in applied)
        {
            Migration? known = migrations.FirstOrDefault(m => m.Name == name);
            if (known is null)
            {
                throw new InvalidOperationException(
                    $"The database holds migration {name}, which this version does not know: it was used by a later version.");
            }

            if (known.Checksum != checksum)
            {
                throw new InvalidOperationException(
                    $"Migration {name} was applied with another text (checksum {checksum}, now {known.Checksum}).");
            }
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, migration.Sql, cancellationToken);
        await ExecuteAsync(connection, InsertApplied, cancellationToken, migration.Name, migration.Checksum, time.GetUtcNow());
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<Dictionary<string, string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SelectApplied, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0), reader.GetString(1));
        }

        return applied;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "Migration {Migration} applied")]
    private partial void LogApplied(string migration);
}
