using System.Net;
using System.Net.Sockets;

namespace Supervision.Telephony.Rtp.Sending;

/// <summary>
/// One stream of a simulated sender. Made by anyone, given a <see cref="Destination"/>, handed to <see cref="RtpSender.Add"/>; from then
/// on its packets are made and sent on the sender's thread. Its methods may be called from any thread.
/// </summary>
public sealed class RtpStream : IDisposable
{
    private readonly RtpPacketizer _packetizer;
    private readonly RtpImpairment _impairment;
    private readonly Socket? _socket;
    private readonly byte[] _datagram = new byte[RtpPacketizer.MaxBytes];
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SocketAddress? _address;
    private volatile bool _isStopped;
    private long _packetsSent;
    private long _sendFailures;

    /// <exception cref="ArgumentOutOfRangeException">The ptime is out of its range.</exception>
    /// <exception cref="SocketException"><see cref="RtpStreamOptions.Local"/> cannot be bound.</exception>
    public RtpStream(RtpStreamOptions options)
    {
        _packetizer = new RtpPacketizer(options);
        _impairment = new RtpImpairment(options);
        if (options.Local is not null)
        {
            _socket = new Socket(options.Local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            _socket.Bind(options.Local);
        }
    }

    /// <summary>Where packets go; may change while playing, and while null nothing is sent although time goes on.</summary>
    public IPEndPoint? Destination
    {
        get;
        set
        {
            field = value;
            _address = value?.Serialize();
        }
    }

    /// <summary>Own bound endpoint; null without <see cref="RtpStreamOptions.Local"/>.</summary>
    public IPEndPoint? LocalEndPoint => (IPEndPoint?)_socket?.LocalEndPoint;

    /// <summary>Ends when the last packet was sent or the stream was stopped.</summary>
    public Task Completed => _completed.Task;

    /// <summary>Packets given to the network; duplicates count twice, lost ones not at all.</summary>
    public long PacketsSent => Interlocked.Read(ref _packetsSent);

    /// <summary>Packets that the network refused.</summary>
    public long SendFailures => Interlocked.Read(ref _sendFailures);

    /// <summary>
    /// The sender's time stamp of the stream's first sample; with a perfect clock sample n leaves with the packet that ends after
    /// n / 8000 s. Zero until added.
    /// </summary>
    public long StartTimestamp { get; private set; }

    /// <summary>Synchronisation source now in use.</summary>
    public uint Ssrc => _packetizer.Ssrc;

    /// <summary>When the next packet is due, as a time stamp.</summary>
    internal long Due { get; private set; }

    /// <summary>Sends nothing while the call is on hold; the timestamps go on with time (RFC 3550 §5.1).</summary>
    public void Pause() => _packetizer.IsPaused = true;

    public void Resume() => _packetizer.IsPaused = false;

    /// <summary>Presses a key now (RFC 4733).</summary>
    public void PressKey(char key, TimeSpan duration) => _packetizer.Press(key, duration);

    /// <summary>Goes on as a new source.</summary>
    public void ChangeSource() => _packetizer.ChangeSource();

    /// <summary>Sends nothing more; <see cref="Completed"/> ends at the next packet's time.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Closes the stream's own socket.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _socket?.Dispose();
    }

    internal void Begin(long timestamp, long frequency)
    {
        StartTimestamp = timestamp;
        Schedule(frequency);
    }

    /// <summary>Sends what is due; false when the stream is over.</summary>
    internal bool SendDue(Socket common, long now, long frequency)
    {
        while (Due <= now && !_isStopped && !_packetizer.IsFinished)
        {
            int length = _packetizer.Next(_datagram);
            if (length > 0)
            {
                Transmit(common, _datagram.AsSpan(0, length));
            }

            Schedule(frequency);
        }

        if (!_isStopped && !_packetizer.IsFinished)
        {
            return true;
        }

        if (_impairment.TryRelease(atEnd: true, out ReadOnlySpan<byte> held))
        {
            Send(common, held);
        }

        _completed.TrySetResult();
        return false;
    }

    internal void Abandon() => _completed.TrySetResult();

    private void Schedule(long frequency)
    {
        Due = StartTimestamp + (long)((Int128)_packetizer.DueTicks * frequency / TimeSpan.TicksPerSecond);
    }

    private void Transmit(Socket common, ReadOnlySpan<byte> datagram)
    {
        for (int copies = _impairment.Pass(datagram); copies > 0; copies--)
        {
            Send(common, datagram);
        }

        if (_impairment.TryRelease(atEnd: false, out ReadOnlySpan<byte> held))
        {
            Send(common, held);
        }
    }

    private void Send(Socket common, ReadOnlySpan<byte> datagram)
    {
        if (_address is not { } address)
        {
            return;
        }

        try
        {
            (_socket ?? common).SendTo(datagram, SocketFlags.None, address);
            Interlocked.Increment(ref _packetsSent);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Interlocked.Increment(ref _sendFailures);
        }
    }
}
