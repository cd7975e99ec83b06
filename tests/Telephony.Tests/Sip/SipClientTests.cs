using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Sip.Client;
using Supervision.Telephony.Sip.Transport;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>The client against our own server, and against a scripted one that misbehaves.</summary>
public sealed class SipClientTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly FakeMediaEngine _media = new();
    private readonly FakeCallSink _sink = new();
    private readonly TelephonyServer _server;

    public SipClientTests()
    {
        _server = new TelephonyServer(
            new SipSettings { Port = 0, MaxSetupsPerSecond = 1000 }, new AgentsSettings(), _sink, _media, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public Task InitializeAsync() => _server.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task InviteAsync_SipRec_WholeLife(SipProtocol protocol)
    {
        await using SipClient client = Client(protocol);

        SipClientCall call = await client.InviteAsync(SipRec(), CancellationToken.None);
        await call.HoldAsync(CancellationToken.None);
        await call.ResumeAsync(CancellationToken.None);
        await call.SendKeyAsync('7', CancellationToken.None);
        await call.PauseRecordingAsync(CancellationToken.None);
        await call.ResumeRecordingAsync(CancellationToken.None);
        await call.ChangePartiesAsync(new Party("0467123456", "Jeanne"), new Party("305", "Police"), CancellationToken.None);
        await call.ByeAsync(CancellationToken.None);
        await call.Ended;

        CallOffer offer = _sink.Call.Offer;
        Assert.Equal(new Party("0467123456", "Été \"x\""), offer.Caller);
        Assert.Equal(new Party("201", null), offer.Agent);
        Assert.Equal([Lane.Caller, Lane.Agent], offer.Lanes);
        Assert.True(offer.IsDemonstration);
        Assert.Equal(["1", "2"], call.RemoteMedia.Select(media => media.Label));
        Assert.Equal(_media.Sessions[0].Lines.Select(line => line.RtpPort), call.RemoteMedia.Select(media => media.Rtp!.Port));
        Assert.Equal(CallEndReason.Normal, (await _sink.Call.Ended).Reason);
        Assert.Equal(
            [typeof(CallHeld), typeof(CallHeld), typeof(CallKeyPressed), typeof(CallRecordingPaused), typeof(CallRecordingPaused), typeof(CallPartiesChanged), typeof(CallHungUp)],
            _sink.Call.Events.Select(callEvent => callEvent.GetType()));
        Assert.Equal(0, _server.Statistics().InternalErrors);
    }

    [Fact]
    public async Task InviteAsync_Plain_OneLine()
    {
        await using SipClient client = Client(SipProtocol.Udp);

        SipClientCall call = await client.InviteAsync(
            new PlainInvite { Target = _server.SipEndPoint, Caller = new Party(null, null), Rtp = new IPEndPoint(IPAddress.Loopback, 4000) }, CancellationToken.None);

        Assert.Null(_sink.Call.Offer.Caller.Number);
        Assert.Equal(CallSource.RecordingLine, _sink.Call.Offer.Source);
        Assert.NotNull(Assert.Single(call.RemoteMedia).Rtp);
        await call.ByeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Ended_ServerHangsUp_Completes()
    {
        await using SipClient client = Client(SipProtocol.Udp);
        SipClientCall call = await client.InviteAsync(SipRec(), CancellationToken.None);

        Assert.True(await _server.HangUpAsync(_sink.Call.Offer.CallId, CancellationToken.None));

        await call.Ended.WaitAsync(TimeSpan.FromSeconds(90));
        await call.ByeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task InviteAsync_Hundreds_OverOnePort()
    {
        await using SipClient client = Client(SipProtocol.Udp);

        SipClientCall[] calls = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => client.InviteAsync(SipRec(), CancellationToken.None)));
        Assert.Equal(300, _server.Statistics().LiveCalls);
        await Task.WhenAll(calls.Select(call => call.ByeAsync(CancellationToken.None)));

        Assert.Equal(0, _server.Statistics().LiveCalls);
        Assert.Equal(300, _sink.Calls.Select(call => call.Offer.SipCallId).Distinct().Count());
    }

    [Fact]
    public async Task Report_NoAgentsNumberInFiveSessions_IsDegradedUntilOneMatches()
    {
        await using SipClient client = Client(SipProtocol.Tcp);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(PartState.Ok, _server.Report().State);
            SipClientCall stranger = await client.InviteAsync(SipRec() with { Agent = new Party("0467999999", null) }, CancellationToken.None);
            Assert.True(_sink.Calls[^1].Offer.IsAgentLaneUnknown);
            await stranger.ByeAsync(CancellationToken.None);
        }

        PartHealth health = _server.Report();
        Assert.Equal(PartState.Degraded, health.State);
        Assert.Contains("Agents:NumberPattern", health.Detail, StringComparison.Ordinal);

        SipClientCall known = await client.InviteAsync(SipRec(), CancellationToken.None);
        Assert.False(_sink.Calls[^1].Offer.IsAgentLaneUnknown);
        await known.ByeAsync(CancellationToken.None);
        Assert.Equal(PartState.Ok, _server.Report().State);
    }

    [Fact]
    public async Task InviteAsync_Refused_TellsTheStatus()
    {
        _sink.Refuses = true;
        await using SipClient client = Client(SipProtocol.Udp);

        SipRequestFailedException refusal = await Assert.ThrowsAsync<SipRequestFailedException>(() => client.InviteAsync(SipRec(), CancellationToken.None));

        Assert.Equal(503, refusal.StatusCode);
    }

    [Fact]
    public async Task OptionsAsync_OurServer_Says200()
    {
        await using SipClient client = Client(SipProtocol.Tcp);

        Assert.Equal(200, await client.OptionsAsync(_server.SipEndPoint, CancellationToken.None));
    }

    [Fact]
    public async Task InviteAsync_NobodyThere_Fails408AfterTimerB()
    {
        var time = new ManualTimeProvider();
        await using var client = new SipClient(new SipClientOptions(), time, NullLoggerFactory.Instance);
        await using ScriptedSipPeer deaf = ScriptedSipPeer.Udp(client.LocalEndPoint);

        Task<SipClientCall> placing = client.InviteAsync(SipRec() with { Target = deaf.LocalEndPoint }, CancellationToken.None);
        WireMessage first = await deaf.ReceiveAsync();
        for (int copy = 1; copy <= 6; copy++)
        {
            // Timer A: 0.5, 1, 2, 4, 8, 16 s.
            time.Advance(TimeSpan.FromMilliseconds(250 * (1 << copy)));
            Assert.Equal(first.Text, (await deaf.ReceiveAsync()).Text);
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(408, (await Assert.ThrowsAsync<SipRequestFailedException>(() => placing)).StatusCode);
    }

    [Fact]
    public async Task InviteAsync_CopiesOfTheOk_EachAcknowledgedTheSame()
    {
        await using SipClient client = Timeless();
        await using ScriptedSipPeer peer = ScriptedSipPeer.Udp(client.LocalEndPoint);
        Task<SipClientCall> placing = client.InviteAsync(SipRec() with { Target = peer.LocalEndPoint }, CancellationToken.None);
        string ok = Ok(peer, await peer.ReceiveAsync());

        await peer.SendAsync(ok);
        WireMessage ack = await peer.ReceiveAsync();
        await peer.SendAsync(ok);

        Assert.Equal("ACK", ack.Method);
        Assert.Equal(ack.Text, (await peer.ReceiveAsync()).Text);
        Assert.Equal([4000, 4002], (await placing).RemoteMedia.Select(media => media.Rtp!.Port));
    }

    [Fact]
    public async Task InviteAsync_RefusalRepeated_EachAcknowledged()
    {
        await using SipClient client = Timeless();
        await using ScriptedSipPeer peer = ScriptedSipPeer.Udp(client.LocalEndPoint);
        Task<SipClientCall> placing = client.InviteAsync(SipRec() with { Target = peer.LocalEndPoint }, CancellationToken.None);
        WireMessage invite = await peer.ReceiveAsync();

        await peer.SendAsync(ScriptedSipPeer.Answer(invite, 486));
        await peer.SendAsync(ScriptedSipPeer.Answer(invite, 486));

        Assert.Equal("1 ACK", (await peer.ReceiveAsync()).Header("CSeq"));
        Assert.Equal(invite.Header("Via"), (await peer.ReceiveAsync()).Header("Via"));
        Assert.Equal(486, (await Assert.ThrowsAsync<SipRequestFailedException>(() => placing)).StatusCode);
    }

    [Fact]
    public async Task InviteAsync_Cancelled_SendsCancelAfterTheProvisional()
    {
        await using SipClient client = Timeless();
        await using ScriptedSipPeer peer = ScriptedSipPeer.Udp(client.LocalEndPoint);
        using var cancellation = new CancellationTokenSource();
        Task<SipClientCall> placing = client.InviteAsync(SipRec() with { Target = peer.LocalEndPoint }, cancellation.Token);
        WireMessage invite = await peer.ReceiveAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => placing);

        await peer.SendAsync(ScriptedSipPeer.Answer(invite, 180));
        WireMessage cancel = await peer.ReceiveAsync();

        Assert.Equal("CANCEL", cancel.Method);
        Assert.Equal(invite.Header("Via"), cancel.Header("Via"));
    }

    [Fact]
    public async Task InviteAsync_CancelledTooLate_AcknowledgesAndEnds()
    {
        await using SipClient client = Timeless();
        await using ScriptedSipPeer peer = ScriptedSipPeer.Udp(client.LocalEndPoint);
        using var cancellation = new CancellationTokenSource();
        Task<SipClientCall> placing = client.InviteAsync(SipRec() with { Target = peer.LocalEndPoint }, cancellation.Token);
        WireMessage invite = await peer.ReceiveAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => placing);

        await peer.SendAsync(Ok(peer, invite));

        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        Assert.Equal("BYE", (await peer.ReceiveAsync()).Method);
    }

    [Fact]
    public async Task DisposeAsync_InviteUnanswered_Fails()
    {
        SipClient client = Timeless();
        await using ScriptedSipPeer deaf = ScriptedSipPeer.Udp(client.LocalEndPoint);
        Task<SipClientCall> placing = client.InviteAsync(SipRec() with { Target = deaf.LocalEndPoint }, CancellationToken.None);

        await client.DisposeAsync();

        Assert.Equal(408, (await Assert.ThrowsAsync<SipRequestFailedException>(() => placing)).StatusCode);
    }

    private static string Ok(ScriptedSipPeer peer, WireMessage invite)
    {
        string body = ScriptedSipPeer.Description([4000, 4002], "recvonly", ["1", "2"]);
        return ScriptedSipPeer.Answer(invite, 200)
            .Replace($"To: {invite.Header("To")}", $"To: {invite.Header("To")};tag=scripted", StringComparison.Ordinal)
            .Replace("Content-Length: 0\r\n\r\n", $"Contact: <sip:srs@{peer.Host}>\r\nContent-Type: application/sdp\r\nContent-Length: {body.Length}\r\n\r\n{body}", StringComparison.Ordinal);
    }

    private static SipClient Client(SipProtocol protocol) => new(new SipClientOptions { Protocol = protocol }, TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Sends no copy of anything, however long the machine stalls.</summary>
    private static SipClient Timeless() => new(new SipClientOptions(), new ManualTimeProvider(), NullLoggerFactory.Instance);

    private SipRecInvite SipRec() => new()
    {
        Target = _server.SipEndPoint,
        Caller = new Party("0467123456", "Été \"x\""),
        Agent = new Party("201", null),
        CallerRtp = new IPEndPoint(IPAddress.Loopback, 4000),
        AgentRtp = new IPEndPoint(IPAddress.Loopback, 4002),
        IsDemonstration = true,
    };
}
