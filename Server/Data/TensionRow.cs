using Npgsql;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Tension;

namespace Supervision.Server.Data;

/// <summary>One row of <c>tension</c>: a few seconds of a curve. Column order as in <see cref="CallSql.Tension"/>.</summary>
internal sealed record TensionRow(int[] Points, string Model, float RaiseThreshold, float ClearThreshold)
{
    internal static TensionRow Read(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<int[]>(0), reader.GetString(1), reader.GetFloat(2), reader.GetFloat(3));

    /// <summary>The whole curve, read against the thresholds of its end; null when there is none.</summary>
    internal static CallTension? Join(CallId id, IReadOnlyList<TensionRow> rows) =>
        rows is [.., var last]
            ? new CallTension(
                id, last.Model, last.RaiseThreshold, last.ClearThreshold, [.. rows.SelectMany(row => TensionBatch.Unpack(row.Points))])
            : null;
}
