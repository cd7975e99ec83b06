using Supervision.Telephony;

namespace Supervision.Server.Calls;

/// <summary>Opens the telephone with the server and closes it before anything that calls need: registered after them, it stops first.</summary>
internal sealed class TelephonyHost(TelephonyServer telephony) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => telephony.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => telephony.StopAsync(cancellationToken);
}
