using System.Text.Json;
using Npgsql;

namespace Supervision.Server.Data;

/// <summary>Rows whose JSON can be read: a damaged one is counted and never hides the others. Thread-safe.</summary>
internal sealed class GoodRows
{
    private int damaged;

    /// <summary>Left out by the last reading.</summary>
    internal int Damaged => Volatile.Read(ref damaged);

    internal Task<IReadOnlyList<T>> ListAsync<T>(
        Database database, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<T>>(
        async (connection, ct) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<T>();
            int leftOut = 0;
            while (await reader.ReadAsync(ct))
            {
                try
                {
                    rows.Add(read(reader));
                }
                catch (Exception e) when (e is JsonException or NotSupportedException)
                {
                    leftOut++;
                }
            }

            Volatile.Write(ref damaged, leftOut);
            return rows;
        },
        cancellationToken);
}
