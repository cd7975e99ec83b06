using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Grains.Ports;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Server.Tests.Hubs;

/// <summary>The hub on a real web socket, JSON and all.</summary>
public sealed class LiveHubTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Connect_Supervisor_GetsSnapshotThenEventsAsDocumented()
    {
        CallSnapshot call = console.Calls.Add("201", isLive: true, TimeProvider.System);
        await using LiveHubClient client = await ConnectAsync(Roles.Supervisor, null);

        JsonElement snapshot = await NextAsync(client, "Snapshot");
        Assert.Contains(snapshot.GetProperty("calls").EnumerateArray(), one => IdOf(one) == call.Id);
        Assert.Equal(JsonValueKind.Array, snapshot.GetProperty("alarms").ValueKind);

        var feed = console.Services.GetRequiredService<ILiveFeed>();
        feed.Publish(new CallUpdated(call with { Recording = RecordingState.Paused }));
        JsonElement updated = await NextAsync(client, "CallUpdated");
        Assert.Equal("Paused", updated.GetProperty("call").GetProperty("recording").GetString());
        Assert.Equal(call.Id.ToString(), updated.GetProperty("callId").GetString());
        Assert.Equal("Caller", updated.GetProperty("call").GetProperty("lanes")[0].GetString());

        feed.Publish(new TranscriptPartial(call.Id, new PartialUtterance(Lane.Caller, 1200, "je vais")));
        JsonElement partial = (await NextAsync(client, "TranscriptPartial")).GetProperty("partial");
        Assert.Equal("""{"lane":"Caller","startMs":1200,"text":"je vais"}""", partial.GetRawText());
    }

    [Fact]
    public async Task Connect_Agent_GetsHerCallsOnly()
    {
        CallSnapshot own = console.Calls.Add("777", isLive: true, TimeProvider.System);
        CallSnapshot other = console.Calls.Add("778", isLive: true, TimeProvider.System);
        await using LiveHubClient client = await ConnectAsync(Roles.Agent, "777");

        JsonElement snapshot = await NextAsync(client, "Snapshot");
        Assert.Equal(own.Id, IdOf(Assert.Single(snapshot.GetProperty("calls").EnumerateArray())));

        var feed = console.Services.GetRequiredService<ILiveFeed>();
        feed.Publish(new TranscriptPartial(other.Id, new PartialUtterance(Lane.Caller, 0, "secret")));
        feed.Publish(new TranscriptPartial(own.Id, new PartialUtterance(Lane.Caller, 0, "à elle")));
        JsonElement partial = await NextAsync(client, "TranscriptPartial");
        Assert.Equal("à elle", partial.GetProperty("partial").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Connect_PoliceDesk_GetsNoCallThatIsNotAttached()
    {
        console.Calls.Add("779", isLive: true, TimeProvider.System);
        await using LiveHubClient client = await ConnectAsync(Roles.PoliceDesk, null);

        JsonElement snapshot = await NextAsync(client, "Snapshot");
        Assert.Empty(snapshot.GetProperty("calls").EnumerateArray());
    }

    [Fact]
    public async Task Negotiate_WithoutAccount_IsRefused()
    {
        using HttpClient anonymous = console.Anonymous();
        using HttpResponseMessage answer = await anonymous.PostAsync(new Uri("/hubs/live/negotiate?negotiateVersion=1", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static CallId IdOf(JsonElement call) => CallId.Parse(call.GetProperty("id").GetString()!, null);

    private static async Task<JsonElement> NextAsync(LiveHubClient client, string target)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            HubMessage message = await client.Messages.ReadAsync(patience.Token);
            if (message.Target == target)
            {
                return Assert.Single(message.Arguments.EnumerateArray());
            }
        }
    }

    private async Task<LiveHubClient> ConnectAsync(string role, string? agentNumber)
    {
        using var patience = new CancellationTokenSource(Patience);
        using HttpClient program = console.Program(role, agentNumber);
        string token = program.DefaultRequestHeaders.Authorization!.Parameter!;
        return await LiveHubClient.ConnectAsync(console.Address, token, TimeProvider.System, patience.Token);
    }
}
