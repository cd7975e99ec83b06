using Supervision.Server.Data;
using Supervision.Shared;

namespace Supervision.Server.Health;

/// <summary>
/// What runs behind the pages: a part that stopped by a fault, a start that cannot read all back, rows that nobody can read. Such a fault
/// never stops the server (see <see cref="HealthEndpoint.AddHealth"/>), so it must be seen here.
/// </summary>
internal sealed class BackgroundHealth(IServiceProvider services, StartReading reading, AlarmRepository alarms, IncidentRepository incidents) : IHealthPart
{
    private BackgroundService[]? parts;

    public PartHealth Report()
    {
        // Asked for at the first report: some of them want the reporter themselves.
        parts ??= [.. services.GetServices<IHostedService>().OfType<BackgroundService>()];
        string[] stopped = [.. parts.Where(part => part.ExecuteTask is { IsFaulted: true }).Select(part => part.GetType().Name)];
        KeyValuePair<string, string>[] troubles = [.. reading.Troubles];
        long damaged = alarms.DamagedRows + incidents.DamagedRows;
        (PartState state, string detail) = (stopped, troubles, damaged) switch
        {
            ({ Length: > 0 }, _, _) => (PartState.Failed, $"Stopped by a fault: {string.Join(", ", stopped)}. A restart of the server brings it back."),
            (_, { Length: > 0 }, _) => (PartState.Degraded, $"Not read back yet: {string.Join("; ", troubles.Select(one => $"{one.Key} ({one.Value})"))}."),
            (_, _, > 0) => (PartState.Degraded, $"{damaged} damaged row(s) of alarms or incidents were left out."),
            _ => (PartState.Ok, "All parts run."),
        };
        return new PartHealth("background", state, detail, new Dictionary<string, object>
        {
            ["stopped"] = stopped.Length,
            ["unread"] = troubles.Length,
            ["damagedRows"] = damaged,
        });
    }
}
