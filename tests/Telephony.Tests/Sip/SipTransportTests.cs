using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>The reading loops when what they hand over to meets a defect.</summary>
public sealed class SipTransportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly SipCounters _counters = new();

    [Fact]
    public async Task ReadDatagrams_ReceiverFails_TheNextIsHeard()
    {
        var receiver = new FailingOnce();
        SipTransport transport = Open(receiver);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var target = new IPEndPoint(IPAddress.Loopback, transport.Port);
        await peer.SendToAsync("OPTIONS"u8.ToArray(), target);
        await peer.SendToAsync("OPTIONS"u8.ToArray(), target);
        await receiver.Second.WaitAsync(Patience);
        Assert.Equal(1, _counters.InternalErrors);
        Assert.True(transport.IsReading);
        await transport.DisposeAsync();
        Assert.False(transport.IsReading);
    }

    [Fact]
    public async Task Accept_ReceiverFailsOverTcp_IsCountedAndTheNextConnectionIsHeard()
    {
        var receiver = new FailingOnce();
        await using SipTransport transport = Open(receiver);
        for (int i = 0; i < 2; i++)
        {
            using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await peer.ConnectAsync(IPAddress.Loopback, transport.Port);
            await peer.SendAsync("nothing of SIP\r\n\r\n"u8.ToArray());

            // A stream that cannot be framed is closed.
            Assert.Equal(0, await peer.ReceiveAsync(new byte[16]).WaitAsync(Patience));
        }

        await receiver.Second.WaitAsync(Patience);
        Assert.Equal(1, _counters.InternalErrors);
        Assert.True(transport.IsReading);
    }

    private SipTransport Open(ISipReceiver receiver)
    {
        var transport = SipTransport.Open(
            new SipTransportOptions { Address = IPAddress.Loopback }, TimeProvider.System, _counters, NullLogger.Instance);
        transport.Start(receiver);
        return transport;
    }

    private sealed class FailingOnce : ISipReceiver
    {
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _received;

        internal Task Second => _second.Task;

        public ValueTask ReceiveAsync(SipPeer from, SipMessage? message, SipFault fault)
        {
            if (Interlocked.Increment(ref _received) == 1)
            {
                throw new InvalidOperationException("a defect");
            }

            _second.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
