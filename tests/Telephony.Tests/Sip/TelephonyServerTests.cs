using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>The whole server on real sockets, against a peer that speaks from a script.</summary>
public sealed class TelephonyServerTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", false)]
    [InlineData("::1", true)]
    public async Task Call_OverEachTransport_AnsweredAndEnded(string address, bool isTcp)
    {
        await using var host = await Host.StartAsync(new SipSettings { Port = 0, Address = address });
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Parse(address), isTcp);

        await peer.SendAsync(peer.Request("INVITE", "c1", 1, body: ScriptedSipPeer.Description([4000], address: address)));
        WireMessage ok = await peer.ReceiveFinalAsync();
        await peer.SendAsync(peer.Request("ACK", "c1", 1, ok.ToTag));
        await peer.SendAsync(peer.Request("BYE", "c1", 2, ok.ToTag));

        Assert.Equal(200, ok.Status);
        Assert.Contains(address.Contains(':', StringComparison.Ordinal) ? "c=IN IP6 ::1\r\n" : "c=IN IP4 127.0.0.1\r\n", ok.Body, StringComparison.Ordinal);
        Assert.Equal("2 BYE", (await peer.ReceiveFinalAsync()).Header("CSeq"));
        Assert.Equal(CallEndReason.Normal, (await host.Sink.Call.Ended).Reason);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", false)]
    [InlineData("::1", true)]
    public async Task Wildcard_HearsBothFamiliesAndNamesTheAddressReached(string target, bool isTcp)
    {
        await using var host = await Host.StartAsync(new SipSettings { Port = 0, Address = "::" });
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Parse(target), isTcp);

        await peer.SendAsync(peer.Request("INVITE", "c1", 1, body: ScriptedSipPeer.Description([4000], address: target)));
        WireMessage ok = await peer.ReceiveFinalAsync();

        Assert.Equal(200, ok.Status);
        Assert.Contains(target, ok.Header("Contact"), StringComparison.Ordinal);
        Assert.Equal(target, host.Media.Sessions[0].Lines[0].Local.ToString());
    }

    [Fact]
    public async Task PublicAddress_IsWrittenInsteadOfOurs()
    {
        await using var host = await Host.StartAsync(new SipSettings { Port = 0, PublicAddress = "203.0.113.7" });
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: false);

        await peer.SendAsync(peer.Request("INVITE", "c1", 1, body: ScriptedSipPeer.Description([4000])));
        WireMessage ok = await peer.ReceiveFinalAsync();

        Assert.StartsWith("<sip:203.0.113.7:", ok.Header("Contact"), StringComparison.Ordinal);
        Assert.Contains("c=IN IP4 203.0.113.7", ok.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tcp_PiecesPingsAndTwoAtOnce_AllRead()
    {
        await using var host = await Host.StartAsync();
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: true);
        await peer.SendAsync("\r\n\r\n");
        Assert.Equal("", (await peer.ReceiveAsync()).Text);

        string options = peer.Request("OPTIONS", "c1", 1);
        foreach (char c in options)
        {
            await peer.SendAsync(new[] { (byte)c });
        }

        Assert.Equal("c1", (await peer.ReceiveAsync()).Header("Call-ID"));
        await peer.SendAsync(peer.Request("OPTIONS", "c2", 1) + peer.Request("OPTIONS", "c3", 1));
        Assert.Equal("c2", (await peer.ReceiveAsync()).Header("Call-ID"));
        Assert.Equal("c3", (await peer.ReceiveAsync()).Header("Call-ID"));
    }

    [Theory]
    [InlineData("Content-Length: 100000000", 513)]
    [InlineData("Content-Length: -1", 400)]
    public async Task Tcp_UnframeableMessage_AnsweredThenClosed(string header, int status)
    {
        await using var host = await Host.StartAsync();
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: true);

        await peer.SendAsync(peer.Request("OPTIONS", "c1", 1).Replace("Content-Length: 0", header, StringComparison.Ordinal));

        Assert.Equal(status, (await peer.ReceiveAsync()).Status);
        await peer.Closed;
    }

    [Theory]
    [InlineData(1, 100, PartState.Degraded)]
    [InlineData(500, 1, PartState.Ok)]
    public async Task Tcp_MoreConnectionsThanAllowed_Closed(int inAll, int perSource, PartState state)
    {
        await using var host = await Host.StartAsync(new SipSettings { Port = 0, MaxConnections = inAll, MaxConnectionsPerSource = perSource });
        await using ScriptedSipPeer first = await host.ConnectAsync(IPAddress.Loopback, isTcp: true);
        await first.SendAsync(first.Request("OPTIONS", "c1", 1));
        await first.ReceiveAsync();

        await using ScriptedSipPeer second = await host.ConnectAsync(IPAddress.Loopback, isTcp: true);
        await second.Closed;

        Assert.Equal(1, host.Server.Statistics().ConnectionsRefused);
        Assert.Equal(state, host.Server.Report().State);
    }

    [Fact]
    public async Task Tcp_HalfAMessageForTooLong_Closed()
    {
        await using var host = await Host.StartAsync();
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: true);
        await peer.SendAsync(peer.Request("OPTIONS", "c1", 1));
        await peer.ReceiveAsync();
        await peer.SendAsync(peer.Request("OPTIONS", "c2", 1) + "OPTIONS sip:half");
        await peer.ReceiveAsync();

        await AssertClosedWithinTenMinutesAsync(host, peer);
    }

    [Fact]
    public async Task Tcp_NeverAWholeMessage_Closed()
    {
        await using var host = await Host.StartAsync();
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: true);
        await AssertClosedWithinTenMinutesAsync(host, peer);
    }

    [Fact]
    public async Task Tcp_ConnectionLost_ByeGoesOverANewOne()
    {
        await using var host = await Host.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using (ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: true))
        {
            string invite = peer.Request("INVITE", "c1", 1, body: ScriptedSipPeer.Description([4000]))
                .Replace($"Contact: <sip:peer@{peer.Host};transport=tcp>", $"Contact: <sip:peer@{listener.LocalEndpoint};transport=tcp>", StringComparison.Ordinal);
            await peer.SendAsync(invite);
            WireMessage ok = await peer.ReceiveFinalAsync();
            await peer.SendAsync(peer.Request("ACK", "c1", 1, ok.ToTag));
        }

        Task<Socket> accepting = listener.AcceptSocketAsync();
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            while (host.Server.Statistics().Connections > 0)
            {
                await Task.Delay(1, limit.Token);
            }
        }

        Assert.True(await host.Server.HangUpAsync(host.Sink.Call.Offer.CallId, CancellationToken.None));
        using Socket socket = await accepting.WaitAsync(TimeSpan.FromSeconds(90));
        byte[] buffer = new byte[4096];
        int count = await socket.ReceiveAsync(buffer);

        Assert.StartsWith("BYE ", Encoding.ASCII.GetString(buffer, 0, count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Udp_OversizedAndGarbage_CountedAndSurvived()
    {
        await using var host = await Host.StartAsync(new SipSettings { Port = 0, MaxMessageBytes = 2048 });
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: false);

        await peer.SendAsync("\0\u0001garbage");
        await peer.SendAsync("\r\n\r\n");
        await peer.SendAsync(peer.Request("MESSAGE", "c1", 1, body: new string('x', 4000), type: "text/plain"));

        Assert.Equal(513, (await peer.ReceiveAsync()).Status);
        await peer.SendAsync(peer.Request("OPTIONS", "c2", 1));
        Assert.Equal(200, (await peer.ReceiveAsync()).Status);
        TelephonyStatistics statistics = host.Server.Statistics();
        Assert.Equal(1, statistics.Malformed["NotSip"]);
        Assert.Equal(1, statistics.Malformed["TooLarge"]);
        Assert.Equal(1, statistics.KeepAlives);
        Assert.Equal(0, statistics.InternalErrors);
    }

    [Fact]
    public async Task Stop_LiveCall_ByeAnsweredThenClosed()
    {
        await using var host = await Host.StartAsync();
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: false);
        await peer.SendAsync(peer.Request("INVITE", "c1", 1, body: ScriptedSipPeer.Description([4000])));
        WireMessage ok = await peer.ReceiveFinalAsync();
        await peer.SendAsync(peer.Request("ACK", "c1", 1, ok.ToTag));
        await peer.SendAsync(peer.Request("OPTIONS", "c1", 2, ok.ToTag));
        await peer.ReceiveFinalAsync();

        Task stopping = host.Server.StopAsync(CancellationToken.None);
        WireMessage bye = await peer.ReceiveAsync();
        await peer.SendAsync(ScriptedSipPeer.Answer(bye, 200));
        await stopping;

        Assert.Equal("BYE", bye.Method);
        Assert.Equal(CallEndReason.ServerStopped, (await host.Sink.Call.Ended).Reason);
        Assert.Equal(PartState.Failed, host.Server.Report().State);
    }

    [Fact]
    public async Task Stop_PeerThatNeverAnswers_IsBounded()
    {
        await using var host = await Host.StartAsync();
        await using ScriptedSipPeer peer = await host.ConnectAsync(IPAddress.Loopback, isTcp: false);
        await peer.SendAsync(peer.Request("INVITE", "c1", 1, body: ScriptedSipPeer.Description([4000])));
        await peer.ReceiveFinalAsync();

        Task stopping = host.Server.StopAsync(CancellationToken.None);
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            while (!stopping.IsCompleted)
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(1, limit.Token);
            }
        }

        await stopping;
        Assert.Equal(CallEndReason.ServerStopped, (await host.Sink.Call.Ended).Reason);
    }

    [Fact]
    public async Task HangUpAsync_UnknownCall_SaysNo()
    {
        await using var host = await Host.StartAsync();

        Assert.False(await host.Server.HangUpAsync(CallId.New(host.Time), CancellationToken.None));
        Assert.Equal(PartState.Ok, host.Server.Report().State);
    }

    /// <summary>
    /// What was sent may still be on its way into the reader: the sweep comes again and again until it is seen. Long before the half hour
    /// after which any idle connection ends.
    /// </summary>
    private static async Task AssertClosedWithinTenMinutesAsync(Host host, ScriptedSipPeer peer)
    {
        for (int minute = 0; minute < 10 && !peer.Closed.IsCompleted; minute++)
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(peer.Closed, Task.Delay(TimeSpan.FromSeconds(2)));
        }

        Assert.True(peer.Closed.IsCompletedSuccessfully);
    }

    /// <summary>A started server on a free port with fakes to both sides.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private Host(SipSettings settings)
        {
            Server = new TelephonyServer(settings, new AgentsSettings(), Sink, Media, Time, NullLoggerFactory.Instance);
        }

        internal ManualTimeProvider Time { get; } = new();

        internal FakeMediaEngine Media { get; } = new();

        internal FakeCallSink Sink { get; } = new();

        internal TelephonyServer Server { get; }

        internal static async Task<Host> StartAsync(SipSettings? settings = null)
        {
            var host = new Host(settings ?? new SipSettings { Port = 0 });
            await host.Server.StartAsync(CancellationToken.None);
            return host;
        }

        internal async Task<ScriptedSipPeer> ConnectAsync(IPAddress address, bool isTcp)
        {
            var target = new IPEndPoint(address, Server.SipEndPoint.Port);
            return isTcp ? await ScriptedSipPeer.TcpAsync(target) : ScriptedSipPeer.Udp(target);
        }

        public async ValueTask DisposeAsync()
        {
            // Without the wait for answers that nobody will give.
            using var stopped = new CancellationTokenSource();
            await stopped.CancelAsync();
            await Server.StopAsync(stopped.Token);
        }
    }
}
