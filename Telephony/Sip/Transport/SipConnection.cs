using System.Net.Sockets;
using System.Threading.Channels;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Transport;

/// <summary>
/// One TCP connection: a reader that frames and hands over, a writer that empties a bounded queue. A peer that does not read, or sends
/// a stream that cannot be framed, loses the connection; the calls go on and a new one is opened when needed.
/// </summary>
internal sealed class SipConnection(SipPeer peer, Socket socket) : IDisposable
{
    internal static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    /// <summary>Messages waiting for a slow peer; when full the connection is closed (UDP would lose them, TCP must not).</summary>
    private const int SendQueue = 1024;

    /// <summary>
    /// A message begun, and the first one of whoever connected, must be whole within 64*T1, as long as a transaction lives
    /// (RFC 3261 §17.1.1.2), however it trickles in.
    /// </summary>
    private static readonly TimeSpan PartialLimit = TimeSpan.FromSeconds(32);

    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(SendQueue) { SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private long _lastRead;

    /// <summary>Since when a whole message is owed; 0 when none is.</summary>
    private long _owedSince;

    internal SipPeer Peer { get; } = peer;

    /// <summary>Ends when reader and writer have ended.</summary>
    internal Task Completion { get; private set; } = Task.CompletedTask;

    internal void Start(ISipReceiver receiver, int maxMessageBytes, TimeProvider time, SipCounters counters, Action<SipConnection, Exception?> onClosed)
    {
        _lastRead = time.GetTimestamp();

        // Whom we called owes nothing.
        _owedSince = socket.Connected ? _lastRead : 0;
        Completion = Task.Run(() => RunAsync(receiver, new SipStreamFramer(maxMessageBytes), time, counters, onClosed));
    }

    internal bool TrySend(ReadOnlyMemory<byte> message)
    {
        if (_queue.Writer.TryWrite(message))
        {
            return true;
        }

        Close();
        return false;
    }

    /// <summary>Closes at once; what waits is lost. Any thread, any number of times.</summary>
    internal void Close()
    {
        _queue.Writer.TryComplete();
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Already closed and cleaned up.
        }
    }

    /// <summary>By its own reader, at its end.</summary>
    public void Dispose()
    {
        Close();
        socket.Dispose();
        _stop.Dispose();
    }

    internal bool IsStale(TimeProvider time)
    {
        long owed = Volatile.Read(ref _owedSince);
        return owed != 0 ? time.GetElapsedTime(owed) > PartialLimit : time.GetElapsedTime(Volatile.Read(ref _lastRead)) > IdleLimit;
    }

    private async Task RunAsync(
        ISipReceiver receiver, SipStreamFramer framer, TimeProvider time, SipCounters counters, Action<SipConnection, Exception?> onClosed)
    {
        Exception? defect = null;
        try
        {
            if (!socket.Connected)
            {
                await socket.ConnectAsync(Peer.Remote, _stop.Token);
            }

            Task writing = WriteAsync();
            await ReadAsync(receiver, framer, time, counters);
            _queue.Writer.TryComplete();
            await writing.WaitAsync(PartialLimit, time, _stop.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException or TimeoutException)
        {
            // The network's end of it, or ours: either way the connection is over.
        }
        catch (Exception e)
        {
            defect = e;
        }
        finally
        {
            onClosed(this, defect);
            Dispose();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> message in _queue.Reader.ReadAllAsync(_stop.Token))
            {
                for (int sent = 0; sent < message.Length;)
                {
                    sent += await socket.SendAsync(message[sent..], SocketFlags.None, _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Close();
        }
    }

    private async Task ReadAsync(ISipReceiver receiver, SipStreamFramer framer, TimeProvider time, SipCounters counters)
    {
        while (true)
        {
            int count = await socket.ReceiveAsync(framer.Room(), SocketFlags.None, _stop.Token);
            if (count == 0)
            {
                return;
            }

            long now = time.GetTimestamp();
            Volatile.Write(ref _lastRead, now);
            framer.Advance(count);
            SipFrame frame;
            do
            {
                frame = framer.Next(out SipMessage? message, out SipFault fault);
                switch (frame)
                {
                    case SipFrame.Ping:
                        SipCounters.Count(ref counters.KeepAlives);
                        TrySend("\r\n"u8.ToArray());
                        break;
                    case SipFrame.Message:
                        Volatile.Write(ref _owedSince, 0);
                        await receiver.ReceiveAsync(Peer, message, fault);
                        break;
                    case SipFrame.Broken:
                        await receiver.ReceiveAsync(Peer, message, fault);
                        return;
                    default:
                        break;
                }
            }
            while (frame != SipFrame.Incomplete);

            if (framer.IsInsideMessage && Volatile.Read(ref _owedSince) == 0)
            {
                Volatile.Write(ref _owedSince, now);
            }
        }
    }
}
