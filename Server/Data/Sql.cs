using Npgsql;
using NpgsqlTypes;

namespace Supervision.Server.Data;

/// <summary>Positional parameters, and the few reader methods that null needs.</summary>
internal static class Sql
{
    internal static NpgsqlParameter Text(string? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>As UTC: PostgreSQL keeps no offset.</summary>
    internal static NpgsqlParameter Time(DateTimeOffset? value) =>
        new() { Value = value?.ToUniversalTime() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    internal static NpgsqlParameter Number(int value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Integer };

    internal static NpgsqlParameter Id(Guid value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    internal static NpgsqlBatchCommand Batch(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (NpgsqlParameter parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    internal static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    internal static DateTimeOffset? TimeOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
