using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Supervision.Testing;

/// <summary>
/// A SIP peer that says exactly what a test writes, byte for byte, over UDP or TCP, and keeps what it hears. Knows nothing of
/// transactions, so that any order, copy or fault of messages can be played. One test, any thread.
/// </summary>
public sealed partial class ScriptedSipPeer : IAsyncDisposable
{
    /// <summary>A peer that waits longer has met a defect, however slow the machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Socket _socket;
    private readonly Channel<WireMessage> _heard = Channel.CreateUnbounded<WireMessage>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private readonly List<byte> _stream = [];

    private ScriptedSipPeer(Socket socket, bool isTcp)
    {
        _socket = socket;
        IsTcp = isTcp;
        _reading = Task.Run(() => ReadAsync(_stop.Token));
    }

    public bool IsTcp { get; }

    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>A UDP peer on a free port of the target's address family.</summary>
    public static ScriptedSipPeer Udp(IPEndPoint target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(target.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0));
        socket.Connect(target);
        return new ScriptedSipPeer(socket, isTcp: false);
    }

    public static async Task<ScriptedSipPeer> TcpAsync(IPEndPoint target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target);
        return new ScriptedSipPeer(socket, isTcp: true);
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes[sent..], SocketFlags.None);
        }
    }

    /// <summary>Sends UTF-8 text; line ends become CRLF.</summary>
    public Task SendAsync(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
    }

    /// <summary>The next message heard. Throws <see cref="TimeoutException"/> when none comes.</summary>
    public Task<WireMessage> ReceiveAsync() => _heard.Reader.ReadAsync(_stop.Token).AsTask().WaitAsync(Patience);

    /// <summary>The next answer that is final, provisional ones left out.</summary>
    public async Task<WireMessage> ReceiveFinalAsync()
    {
        WireMessage message;
        do
        {
            message = await ReceiveAsync();
        }
        while (message.Status is >= 100 and < 200);
        return message;
    }

    /// <summary>Completes when the other side has closed the connection.</summary>
    public Task Closed => _reading.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (true)
            {
                int count = await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellation);
                if (count == 0 && IsTcp)
                {
                    return;
                }

                if (!IsTcp)
                {
                    _heard.Writer.TryWrite(new WireMessage(Encoding.UTF8.GetString(buffer, 0, count)));
                    continue;
                }

                _stream.AddRange(buffer.AsSpan(0, count));
                CutStream();
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The script is over, or the other side closed.
        }
    }

    /// <summary>A keep-alive answer is heard as an empty message.</summary>
    private void CutStream()
    {
        while (true)
        {
            string text = Encoding.UTF8.GetString([.. _stream]);
            if (text.StartsWith("\r\n", StringComparison.Ordinal))
            {
                _stream.RemoveRange(0, 2);
                _heard.Writer.TryWrite(new WireMessage(""));
                continue;
            }

            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            int length = end < 0 ? int.MaxValue : end + 4 + new WireMessage(text[..(end + 4)]).ContentLength;
            if (_stream.Count < length)
            {
                return;
            }

            _heard.Writer.TryWrite(new WireMessage(Encoding.UTF8.GetString([.. _stream.Take(length)])));
            _stream.RemoveRange(0, length);
        }
    }
}
