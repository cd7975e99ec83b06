using Npgsql;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Data;

/// <summary>Reads alarms that are kept. Thread-safe.</summary>
internal sealed class AlarmRepository(Database database)
{
    /// <summary>Raised or acknowledged, newest first: what the alarm grain is given back at start.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    internal Task<IReadOnlyList<Alarm>> GetOpenAsync(CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<Alarm>>(
        async (connection, ct) =>
        {
            await using var command = new NpgsqlCommand(AlarmSql.Open, connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
            return await CallRows.ReadAllAsync(reader, CallRows.ReadAlarm, ct);
        },
        cancellationToken);
}
