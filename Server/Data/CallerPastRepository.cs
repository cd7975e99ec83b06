using Npgsql;
using Supervision.Shared;

namespace Supervision.Server.Data;

/// <summary>One call of the last day, as the history of callers wants it.</summary>
/// <param name="ConfirmedAt">When its newest alarm was confirmed; null when none was.</param>
internal sealed record PastCall(CallId Id, string Number, DateTimeOffset StartedAt, DateTimeOffset? ConfirmedAt);

/// <summary>Reads the calls of the last day, for <see cref="Live.CallerHistory"/>. Thread-safe.</summary>
internal sealed class CallerPastRepository(Database database)
{
    /// <summary>3 = resolved, 1 = confirmed.</summary>
    private const string Select = """
        select c.id, c.caller_number, c.started_at,
          (select max(a.resolved_at) from alarms a where a.call_id = c.id and a.state = 3 and a.outcome = 1)
        from calls c
        where c.caller_number is not null and not c.is_demonstration and (c.started_at >= $1 or c.id in (
          select a.call_id from alarms a where a.state = 3 and a.outcome = 1 and a.resolved_at >= $1))
        order by c.started_at desc limit $2
        """;

    /// <summary>Newest first.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    internal Task<IReadOnlyList<PastCall>> GetSinceAsync(DateTimeOffset since, int most, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<PastCall>>(
            async (connection, ct) =>
            {
                await using var command = new NpgsqlCommand(Select, connection);
                command.Parameters.Add(Sql.Time(since));
                command.Parameters.Add(Sql.Number(most));
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
                return await CallRows.ReadAllAsync(
                    reader,
                    row => new PastCall(new CallId(row.GetGuid(0)), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.TimeOrNull(3)),
                    ct);
            },
            cancellationToken);
}
