using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Server.Listening;
using Supervision.Server.Security;
using Supervision.Server.Tests.Incidents;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;
using Supervision.Telephony;
using Xunit.Abstractions;

namespace Supervision.Server.Tests.Listening;

/// <summary>Hearing a live call, from the question to the sound, on a real web socket.</summary>
public sealed class ListeningTests(TestConsole console, ITestOutputHelper output) : IClassFixture<TestConsole>
{
    /// <summary>Some 50 ms where a processor is free; a machine that is busy with other work may need more.</summary>
    private const double LongestMedianMs = 2000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Listen_Supervisor_HearsBothLanesIsShownAndLogged()
    {
        using var patience = new CancellationTokenSource(Patience);
        (CallSnapshot call, CallTap tap) = OpenCall();
        using ClientWebSocket socket = await ListenAsync(call.Id, patience.Token);
        await ReadUntilAsync(socket, WebSocketMessageType.Text, patience.Token);

        Assert.Equal("test-Supervisor", Assert.Single(console.Calls.Live[call.Id].Listeners)["token:".Length..]);
        Hear(tap, Lane.Caller, 1);
        Hear(tap, Lane.Agent, 2);
        List<(Lane, AudioCodec, uint, byte)> heard = [];
        while (heard.Count < 2)
        {
            heard.AddRange(Records(await ReadUntilAsync(socket, WebSocketMessageType.Binary, patience.Token)));
        }

        Assert.Equal([(Lane.Caller, AudioCodec.Pcma, 800u, (byte)1), (Lane.Agent, AudioCodec.Pcma, 800u, (byte)2)], heard);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        ListeningJournalled[] entries = await EntriesAsync(call.Id, 2);
        Assert.Equal((false, "Formation – nouvelle collègue"), (entries[0].IsEnd, entries[0].Reason));
        Assert.Equal((true, nameof(ListeningEnd.Left)), (entries[1].IsEnd, entries[1].Reason));
        Assert.All(entries, entry => Assert.Equal((entries[0].ListeningId, "token:test-Supervisor", "127.0.0.1"), (entry.ListeningId, entry.By, entry.RemoteAddress)));
        Assert.False(tap.IsListenedTo);
        while (console.Calls.Live[call.Id].Listeners.Count > 0)
        {
            // The mark goes after the entry that is kept.
            await Task.Delay(20, patience.Token);
        }
    }

    [Fact]
    public async Task Listen_FramesEvery20Ms_ReachTheSocketSoon()
    {
        using var patience = new CancellationTokenSource(Patience);
        (CallSnapshot call, CallTap tap) = OpenCall();
        using ClientWebSocket socket = await ListenAsync(call.Id, patience.Token);
        List<double> delays = [];
        Task reading = Task.Run(async () =>
        {
            while (delays.Count < 20)
            {
                byte[] message = await ReadUntilAsync(socket, WebSocketMessageType.Binary, patience.Token);
                delays.Add(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - BinaryPrimitives.ReadDoubleLittleEndian(message));
            }
        });
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!reading.IsCompleted)
        {
            Hear(tap, Lane.Caller, 1);
            Hear(tap, Lane.Agent, 2);
            await pace.WaitForNextTickAsync(patience.Token);
        }

        await reading;
        delays.Sort();
        output.WriteLine($"packet to socket: median {delays[10]} ms, worst {delays[^1]} ms, over {delays.Count} messages");
        Assert.InRange(delays[10], 0, LongestMedianMs);
    }

    [Fact]
    public async Task Listen_PausedThenRefused_IsToldSilentAndEnds()
    {
        using var patience = new CancellationTokenSource(Patience);
        (CallSnapshot call, CallTap tap) = OpenCall();
        using ClientWebSocket socket = await ListenAsync(call.Id, patience.Token);
        Assert.Equal("Recording", await NextStateAsync(socket, patience.Token));

        Change(call with { Recording = RecordingState.Paused });
        Assert.Equal("Paused", await NextStateAsync(socket, patience.Token));
        Hear(tap, Lane.Caller, 1);
        Change(call with { Recording = RecordingState.Refused });

        (WebSocketMessageType type, byte[] _) = await ReadAsync(socket, patience.Token);
        Assert.Equal(WebSocketMessageType.Close, type);
        Assert.Equal((WebSocketCloseStatus)4002, socket.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        Assert.Equal(nameof(ListeningEnd.Refused), (await EntriesAsync(call.Id, 2))[1].Reason);
    }

    [Fact]
    public async Task Listen_CallEnds_SocketIsClosedWithTheReason()
    {
        using var patience = new CancellationTokenSource(Patience);
        (CallSnapshot call, CallTap tap) = OpenCall();
        using ClientWebSocket socket = await ListenAsync(call.Id, patience.Token);
        await NextStateAsync(socket, patience.Token);

        tap.Close();

        Assert.Equal(WebSocketMessageType.Close, (await ReadAsync(socket, patience.Token)).Type);
        Assert.Equal((WebSocketCloseStatus)4001, socket.CloseStatus);
        Assert.Equal("CallEnded", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Listen_TokenRevoked_EndsWithinSeconds()
    {
        using var patience = new CancellationTokenSource(Patience);
        (CallSnapshot call, _) = OpenCall();
        using HttpClient program = console.Program(Roles.Supervisor);
        using ClientWebSocket socket = await ListenAsync(call.Id, program, patience.Token);
        await NextStateAsync(socket, patience.Token);

        console.Accounts.Tokens.Remove(console.Accounts.Tokens.Last());
        console.Services.GetRequiredService<SessionValidator>().Forget();

        Assert.Equal(WebSocketMessageType.Close, (await ReadAsync(socket, patience.Token)).Type);
        Assert.Equal((WebSocketCloseStatus)4004, socket.CloseStatus);
    }

    [Fact]
    public async Task Listen_DeskAndTheCallIsDetached_EndsWithinSeconds()
    {
        using var patience = new CancellationTokenSource(Patience);
        (CallSnapshot call, _) = OpenCall();
        var attached = (AttachedCalls)console.Services.GetRequiredService<IAttachedCalls>();
        Incident incident = IncidentSamples.Of(call.Id, 1, call.StartedAt);
        attached.Replace(null, incident);
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        using ClientWebSocket socket = await ListenAsync(call.Id, desk, patience.Token);
        await NextStateAsync(socket, patience.Token);

        attached.Replace(incident, null);

        Assert.Equal(WebSocketMessageType.Close, (await ReadAsync(socket, patience.Token)).Type);
        Assert.Equal((WebSocketCloseStatus)4004, socket.CloseStatus);
    }

    [Theory]
    [InlineData(Roles.Supervisor, HttpStatusCode.OK)]
    [InlineData(Roles.Administrator, HttpStatusCode.OK)]
    [InlineData(Roles.Agent, HttpStatusCode.Forbidden)]
    [InlineData(Roles.PoliceDesk, HttpStatusCode.Forbidden)]
    public async Task Ask_ByRole_OnlyWatchersGetATicket(string role, HttpStatusCode expected)
    {
        (CallSnapshot call, _) = OpenCall();
        using HttpClient program = console.Program(role, "201");
        using HttpResponseMessage answer = await AskAsync(program, call.Id, new { purpose = "Formation" });

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(RecordingState.Refused)]
    [InlineData(RecordingState.Private)]
    public async Task Ask_CallThatNobodyMayHear_Is409WithASentence(RecordingState recording)
    {
        (CallSnapshot call, _) = OpenCall();
        console.Calls.Live[call.Id] = call with { Recording = recording };
        using HttpClient program = console.Program(Roles.Supervisor);
        using HttpResponseMessage answer = await AskAsync(program, call.Id, new { purpose = "Formation" });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("nobody listens", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{ "purpose": "Curiosité" }""")]
    [InlineData("""{ "note": "   " }""")]
    public async Task Ask_WithoutAGoodPurpose_Is400(string body)
    {
        (CallSnapshot call, _) = OpenCall();
        using HttpClient program = console.Program(Roles.Supervisor);
        using HttpResponseMessage answer = await AskAsync(program, call.Id, JsonSerializer.Deserialize<JsonElement>(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Connect_TicketOfSomebodyElseOrUsed_IsRefused()
    {
        using var patience = new CancellationTokenSource(Patience);
        (CallSnapshot call, _) = OpenCall();
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpClient agent = console.Program(Roles.Agent, "201");
        string ticket = await TicketAsync(supervisor, call.Id);

        WebSocketException stolen = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(agent, ticket, null, patience.Token));
        WebSocketException used = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(supervisor, ticket, null, patience.Token));

        Assert.Contains("403", stolen.Message, StringComparison.Ordinal);
        Assert.Contains("403", used.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_FromAPageOfAnotherSite_IsRefused()
    {
        using var patience = new CancellationTokenSource(Patience);
        (CallSnapshot call, _) = OpenCall();
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        string ticket = await TicketAsync(supervisor, call.Id);

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(
            () => ConnectAsync(supervisor, ticket, "https://elsewhere.example", patience.Token));

        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
        Assert.Empty(console.Calls.Live[call.Id].Listeners);
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, CallId call, object body) =>
        await client.PostAsJsonAsync(new Uri($"/api/v1/calls/{call}/listen", UriKind.Relative), body);

    private static async Task<string> TicketAsync(HttpClient client, CallId call)
    {
        using HttpResponseMessage answer = await AskAsync(client, call, new { purpose = "Formation", note = "nouvelle collègue" });
        JsonElement ticket = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ticket.GetProperty("ticket").GetString()!;
    }

    private static List<(Lane Lane, AudioCodec Codec, uint Position, byte First)> Records(ReadOnlySpan<byte> message)
    {
        List<(Lane, AudioCodec, uint, byte)> records = [];
        for (int at = 8; at < message.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(message[(at + 2)..]);
            records.Add(((Lane)message[at], (AudioCodec)message[at + 1], BinaryPrimitives.ReadUInt32LittleEndian(message[(at + 4)..]), message[at + 8]));
            at += 8 + length;
        }

        return records;
    }

    private static void Hear(CallTap tap, Lane lane, byte value)
    {
        Span<byte> payload = stackalloc byte[AudioFrame.Samples];
        payload.Fill(value);
        tap.Hear(new AudioFrame { Lane = lane, Codec = AudioCodec.Pcma, PositionSamples = 800, Payload = payload });
    }

    private static async Task<byte[]> ReadUntilAsync(ClientWebSocket socket, WebSocketMessageType wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            (WebSocketMessageType type, byte[] body) = await ReadAsync(socket, cancellationToken);
            if (type == wanted)
            {
                return body;
            }
        }
    }

    private static async Task<(WebSocketMessageType Type, byte[] Body)> ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[ListeningWire.MaxMessageBytes];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += received.Count;
            if (received.EndOfMessage)
            {
                return (received.MessageType, buffer[..length]);
            }
        }
    }

    private static async Task<string> NextStateAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        byte[] body = await ReadUntilAsync(socket, WebSocketMessageType.Text, cancellationToken);
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("recording").GetString()!;
    }

    private (CallSnapshot Call, CallTap Tap) OpenCall()
    {
        CallSnapshot call = console.Calls.Add("201", isLive: true, TimeProvider.System);
        return (call, console.Services.GetRequiredService<CallTaps>().Open(call.Id, console.Calls.Call(call.Id)));
    }

    private void Change(CallSnapshot call)
    {
        console.Calls.Live[call.Id] = call;
        console.Services.GetRequiredService<ILiveFeed>().Publish(new CallUpdated(call));
    }

    private async Task<ListeningJournalled[]> EntriesAsync(CallId call, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            ListeningJournalled[] entries = [.. console.Journal.Of<ListeningJournalled>().Where(entry => entry.CallId == call)];
            if (entries.Length >= count)
            {
                return entries;
            }

            // The server ends the listening on a thread of its own after the close.
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<ClientWebSocket> ListenAsync(CallId call, CancellationToken cancellationToken)
    {
        using HttpClient program = console.Program(Roles.Supervisor);
        return await ListenAsync(call, program, cancellationToken);
    }

    private async Task<ClientWebSocket> ListenAsync(CallId call, HttpClient program, CancellationToken cancellationToken) =>
        await ConnectAsync(program, await TicketAsync(program, call), null, cancellationToken);

    private async Task<ClientWebSocket> ConnectAsync(HttpClient program, string ticket, string? origin, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", program.DefaultRequestHeaders.Authorization!.ToString());
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        var address = new UriBuilder(new Uri(console.Address, $"{ListeningEndpoint.Path}?ticket={ticket}")) { Scheme = "ws" };
        try
        {
            await socket.ConnectAsync(address.Uri, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
