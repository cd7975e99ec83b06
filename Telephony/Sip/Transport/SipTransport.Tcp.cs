using System.Net;
using System.Net.Sockets;

namespace Supervision.Telephony.Sip.Transport;

/// <summary>TCP: accepting, connecting, sweeping.</summary>
internal sealed partial class SipTransport
{
    private long _lastConnection;

    private async Task AcceptAsync(Socket listener, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptAsync(cancellation);
                var remote = (IPEndPoint)socket.RemoteEndPoint!;
                if (_connections.Count >= _options.MaxConnections || ConnectionsOf(Plain(remote).Address) >= _options.MaxConnectionsPerSource)
                {
                    SipCounters.Count(ref _counters.ConnectionsRefused);
                    socket.Dispose();
                    continue;
                }

                socket.NoDelay = true;
                Adopt(new SipConnection(NextPeer(remote, (IPEndPoint)socket.LocalEndPoint!), socket));
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                await OnReadErrorAsync(e, cancellation);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private int ConnectionsOf(IPAddress address) => _connections.Values.Count(connection => connection.Peer.Remote.Address.Equals(address));

    /// <summary>On the connection that the peer names, else on one to the same end point, else on a new one (RFC 3261 §18.2.2, §18.1.1).</summary>
    private void SendTcp(SipPeer to, ReadOnlyMemory<byte> message)
    {
        if (!_connections.TryGetValue(to.Connection, out SipConnection? connection))
        {
            connection = _connections.Values.FirstOrDefault(other => other.Peer.Remote.Equals(to.Remote)) ?? Connect(to);
        }

        if (connection is null || !connection.TrySend(message))
        {
            SipCounters.Count(ref _counters.SendFailures);
        }
    }

    private SipConnection? Connect(SipPeer to)
    {
        if (_connections.Count >= _options.MaxConnections || _stop.IsCancellationRequested)
        {
            SipCounters.Count(ref _counters.ConnectionsRefused);
            return null;
        }

        try
        {
            var socket = new Socket(to.Remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var connection = new SipConnection(NextPeer(to.Remote, new IPEndPoint(to.Local, 0)), socket);
            Adopt(connection);
            return connection;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private void Adopt(SipConnection connection)
    {
        _connections[connection.Peer.Connection] = connection;
        connection.Start(
            _receiver!,
            _options.MaxMessageBytes,
            _time,
            _counters,
            OnClosed);
    }

    /// <param name="closed">Has ended.</param>
    /// <param name="defect">What ended it, when that was neither the network nor us.</param>
    private void OnClosed(SipConnection closed, Exception? defect)
    {
        _connections.TryRemove(closed.Peer.Connection, out _);
        if (defect is not null)
        {
            OnDefect(defect);
        }
    }

    private SipPeer NextPeer(IPEndPoint remote, IPEndPoint local) =>
        new(SipProtocol.Tcp, Plain(remote), Plain(local.Address), Interlocked.Increment(ref _lastConnection));

    private void Sweep()
    {
        foreach (SipConnection connection in _connections.Values)
        {
            if (connection.IsStale(_time))
            {
                connection.Close();
            }
        }
    }
}
