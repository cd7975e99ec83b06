using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Transport;

/// <summary>
/// The UDP socket, the TCP listener on the same port and the TCP connections (RFC 3261 §18). Parses in the reading loops and hands
/// over whole messages. Its loops end with <see cref="DisposeAsync"/> only: a defect met on the way costs the message that met it.
/// </summary>
internal sealed partial class SipTransport : ISipTransport, IAsyncDisposable
{
    /// <summary>A burst of 50 setups of 4 KB each, eighty times.</summary>
    private const int SocketBufferBytes = 16 * 1024 * 1024;

    /// <summary>Tries to find a port that is free for UDP and TCP when port 0 is asked.</summary>
    private const int PortTries = 32;

    private static readonly TimeSpan ErrorPause = TimeSpan.FromMilliseconds(100);

    private readonly SipTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly SipCounters _counters;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, SipConnection> _connections = new();
    private readonly Socket? _udp;
    private readonly Socket? _listener;
    private readonly List<Task> _loops = [];
    private ITimer? _sweep;
    private ISipReceiver? _receiver;

    private SipTransport(SipTransportOptions options, Socket? udp, Socket? listener, TimeProvider time, SipCounters counters, ILogger logger)
    {
        (_options, _udp, _listener, _time, _counters, _logger) = (options, udp, listener, time, counters, logger);
        Port = ((udp ?? listener)?.LocalEndPoint as IPEndPoint)?.Port ?? 0;
    }

    public int Port { get; }

    internal int Connections => _connections.Count;

    /// <summary>Every socket has its reader. False before the start and after the end; in between it would be a defect.</summary>
    internal bool IsReading => _loops.Count > 0 && _loops.TrueForAll(loop => !loop.IsCompleted);

    /// <summary>Binds the sockets. Throws <see cref="SocketException"/> when the address or port cannot be had: that is configuration.</summary>
    internal static SipTransport Open(SipTransportOptions options, TimeProvider time, SipCounters counters, ILogger logger)
    {
        for (int attempt = 1; ; attempt++)
        {
            Socket? udp = null;
            Socket? listener = null;
            try
            {
                udp = options.Udp ? Bind(options.Address, options.Port, SocketType.Dgram) : null;
                int port = (udp?.LocalEndPoint as IPEndPoint)?.Port ?? options.Port;
                listener = options.TcpListen ? Bind(options.Address, port, SocketType.Stream) : null;
                listener?.Listen(512);
                return new SipTransport(options, udp, listener, time, counters, logger);
            }
            catch (SocketException) when (options.Port == 0 && attempt < PortTries)
            {
                udp?.Dispose();
                listener?.Dispose();
            }
            catch
            {
                udp?.Dispose();
                listener?.Dispose();
                throw;
            }
        }
    }

    /// <summary>Begins to read. Called once.</summary>
    internal void Start(ISipReceiver receiver)
    {
        _receiver = receiver;
        if (_udp is not null)
        {
            _loops.Add(Task.Run(() => ReadDatagramsAsync(_udp, _stop.Token)));
        }

        if (_listener is not null)
        {
            _loops.Add(Task.Run(() => AcceptAsync(_listener, _stop.Token)));
        }

        _sweep = _time.CreateTimer(_ => Sweep(), null, SipConnection.SweepInterval, SipConnection.SweepInterval);
    }

    public void Send(SipPeer to, ReadOnlyMemory<byte> message)
    {
        if (to.Protocol == SipProtocol.Tcp)
        {
            SendTcp(to, message);
            return;
        }

        try
        {
            if (_udp is null)
            {
                SipCounters.Count(ref _counters.SendFailures);
                return;
            }

            _udp.SendTo(message.Span, SocketFlags.None, to.Remote);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or ArgumentException)
        {
            SipCounters.Count(ref _counters.SendFailures);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _sweep?.Dispose();
        _udp?.Dispose();
        _listener?.Dispose();
        foreach (SipConnection connection in _connections.Values)
        {
            connection.Close();
        }

        await Task.WhenAll(_loops);
        await Task.WhenAll(_connections.Values.Select(connection => connection.Completion));
        _stop.Dispose();
    }

    private static Socket Bind(IPAddress address, int port, SocketType type)
    {
        var socket = new Socket(address.AddressFamily, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            if (type == SocketType.Dgram)
            {
                socket.ReceiveBufferSize = SocketBufferBytes;
                socket.SendBufferSize = SocketBufferBytes;
            }

            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The one reader of the UDP socket. Neither an error of one datagram (ICMP, a reset) nor a defect ends it.</summary>
    private async Task ReadDatagramsAsync(Socket socket, CancellationToken cancellation)
    {
        byte[] buffer = new byte[65536];
        bool isWildcard = _options.Address.Equals(IPAddress.Any) || _options.Address.Equals(IPAddress.IPv6Any);
        EndPoint any = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                IPAddress local = _options.Address;
                int length;
                EndPoint remote;
                if (isWildcard)
                {
                    SocketReceiveMessageFromResult read = await socket.ReceiveMessageFromAsync(buffer, SocketFlags.None, any, cancellation);
                    (length, remote, local) = (read.ReceivedBytes, read.RemoteEndPoint, read.PacketInformation.Address);
                }
                else
                {
                    SocketReceiveFromResult read = await socket.ReceiveFromAsync(buffer, SocketFlags.None, any, cancellation);
                    (length, remote) = (read.ReceivedBytes, read.RemoteEndPoint);
                }

                await HandOverAsync(new SipPeer(SipProtocol.Udp, Plain((IPEndPoint)remote), Plain(local)), buffer.AsMemory(0, length));
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                await OnReadErrorAsync(e, cancellation);
            }
            catch (Exception)
            {
                // Stopping closes the socket under its reader.
                return;
            }
        }
    }

    /// <summary>A defect that a message meets costs that message: no pause, or whoever found it could make us deaf with ten a second.</summary>
    private async ValueTask HandOverAsync(SipPeer from, ReadOnlyMemory<byte> datagram)
    {
        try
        {
            SipMessage? message;
            SipFault fault;
            if (datagram.Length > _options.MaxMessageBytes)
            {
                message = SipParser.ParseHead(datagram.Span[.._options.MaxMessageBytes], out _);
                fault = SipFault.TooLarge;
            }
            else
            {
                _ = SipParser.TryParse(datagram.Span, out message, out fault);
            }

            await _receiver!.ReceiveAsync(from, message, fault);
        }
        catch (Exception e)
        {
            OnDefect(e);
        }
    }

    private void OnDefect(Exception e)
    {
        SipCounters.Count(ref _counters.InternalErrors);
        LogDefect(e);
    }

    /// <summary>The socket's own errors are the network's; any other is a defect.</summary>
    private async Task OnReadErrorAsync(Exception e, CancellationToken cancellation)
    {
        if (e is SocketException)
        {
            SipCounters.Count(ref _counters.ReceiveErrors);
        }
        else
        {
            OnDefect(e);
        }

        await PauseAsync(cancellation);
    }

    /// <summary>An error that repeats must not take a whole core.</summary>
    private async Task PauseAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(ErrorPause, _time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop sees it.
        }
    }

    private static IPEndPoint Plain(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "A defect in reading SIP; the message that met it is lost, reading goes on")]
    private partial void LogDefect(Exception e);
}
