using Npgsql;
using NpgsqlTypes;
using Supervision.Shared;

namespace Supervision.Server.Data;

/// <summary>Which calls a question may see: the row rule as the database takes it.</summary>
/// <param name="IsAll">Every call.</param>
/// <param name="AgentNumber">Calls of this agent's number; null for none of that kind.</param>
/// <param name="SeesAttached">Calls that are attached to an incident.</param>
/// <param name="Attached">Those of them that the database may not know yet.</param>
internal sealed record CallScope(bool IsAll, string? AgentNumber, bool SeesAttached, IReadOnlyCollection<CallId> Attached)
{
    internal static CallScope All { get; } = new(true, null, false, []);

    /// <summary>Nobody's.</summary>
    internal bool IsEmpty => !IsAll && string.IsNullOrEmpty(AgentNumber) && !SeesAttached;

    internal static CallScope OfAgent(string? agentNumber) => new(false, agentNumber, false, []);

    /// <summary>The four places of the condition in <see cref="CallSql"/>, in their order.</summary>
    internal NpgsqlParameter[] Parameters() =>
    [
        new() { Value = IsAll, NpgsqlDbType = NpgsqlDbType.Boolean },
        Sql.Text(string.IsNullOrEmpty(AgentNumber) ? null : AgentNumber),
        new() { Value = SeesAttached, NpgsqlDbType = NpgsqlDbType.Boolean },
        new() { Value = Attached.Select(call => call.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
    ];
}
