using Npgsql;
using NpgsqlTypes;
using Supervision.Server.Data;

namespace Supervision.Server.Security;

/// <summary>Table <c>access_log</c>: append only. Thread-safe.</summary>
internal sealed class AccessLog(Database database) : IAccessLog
{
    private const string Insert =
        "insert into access_log (at, user_name, action, call_id, reason, remote_address) values ($1, $2, $3, $4, $5, $6)";

    public Task WriteAsync(AccessEntry entry, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = new(Insert, connection);
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = entry.At });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.UserName });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.Action });
            command.Parameters.Add(Nullable(NpgsqlDbType.Uuid, entry.CallId?.Value));
            command.Parameters.Add(Nullable(NpgsqlDbType.Text, entry.Reason));
            command.Parameters.Add(Nullable(NpgsqlDbType.Text, entry.RemoteAddress));
            return await command.ExecuteNonQueryAsync(cancel);
        },
        cancellationToken);

    private static NpgsqlParameter Nullable(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
