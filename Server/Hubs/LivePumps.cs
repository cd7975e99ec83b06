using Microsoft.AspNetCore.SignalR;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Server.Live;
using Supervision.Server.Security;

namespace Supervision.Server.Hubs;

/// <summary>Starts a pump for each connection and hears how it ends. Safe from any thread.</summary>
internal sealed partial class LivePumps(
    IHubContext<LiveHub> hub,
    ILiveFeed feed,
    LiveSnapshots snapshots,
    LevelBoard levels,
    TensionBoard tensions,
    SessionValidator sessions,
    IAttachedCalls attached,
    CallOwners owners,
    TimeProvider time,
    ILogger<LivePumps> logger)
{
    private readonly ILogger _logger = logger;
    private int _running;

    /// <summary>Connections being served.</summary>
    internal int Running => Volatile.Read(ref _running);

    /// <summary>Serves the connection until it closes; does not wait.</summary>
    internal void Start(HubCallerContext connection)
    {
        var client = new HubClient(hub, connection, sessions);
        var pump = new LivePump(client, LiveAudience.Of(connection.User, attached, owners), feed, snapshots, levels, tensions, time);
        _ = RunAsync(pump, client, connection.ConnectionAborted);
    }

    private async Task RunAsync(LivePump pump, HubClient client, CancellationToken closed)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await pump.RunAsync(closed);
        }
        catch (OperationCanceledException)
        {
            // The browser left, or the server stops.
        }
#pragma warning disable CA1031 // One connection's fault is no other's; the browser connects again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(e);
            client.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Error, Message = "A live connection failed and is closed")]
    private partial void LogFault(Exception exception);
}
