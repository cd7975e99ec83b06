using System.Net.Sockets;
using Supervision.Telephony;

namespace Supervision.Server.Calls;

/// <summary>Opens the telephone with the server and closes it before anything that calls need: registered after them, it stops first.</summary>
internal sealed class TelephonyHost(TelephonyServer telephony, SipSettings settings) : IHostedService
{
    /// <exception cref="IOException">The address or the port cannot be had; names both.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await telephony.StartAsync(cancellationToken);
        }
        catch (SocketException e)
        {
            throw new IOException($"SIP cannot be heard on Sip:Address {settings.Address}, Sip:Port {settings.Port}.", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => telephony.StopAsync(cancellationToken);
}
