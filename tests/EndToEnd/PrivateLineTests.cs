using System.Net.Http.Json;
using System.Text.Json;
using Supervision.EndToEnd.Harness;

namespace Supervision.EndToEnd;

/// <summary>Private lines, with SIPp as the exchange: answered, and nothing is kept.</summary>
[Collection(nameof(Peers))]
public sealed class PrivateLineTests
{
    private const string CallerNumber = "0467123456";

    [Fact]
    public async Task Sipp_PrivateLine_IsAnsweredAndNothingIsKept()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(
            limit.Token, "--Speech:Enabled=false", "--Agents:PrivateLinePattern=^201$");
        PeerResult result = await Sipp.RunAsync("siprec", server.SipEndPoint, 3, "u1", limit.Token);
        Assert.True(result.ExitCode == 0, result.Output);

        using HttpClient api = server.CreateApiClient();
        Assert.Equal(0, await CountAsync(api, limit.Token));
        Assert.Empty(Recordings(server));

        // Nothing was ever written: not even on the way to the database.
        await server.StopAsync(limit.Token);
        string[] journal = Directory.GetFiles(Path.Combine(server.DataDirectory, "journal"), "*.jsonl");
        Assert.NotEmpty(journal);
        Assert.DoesNotContain(journal, file => File.ReadAllText(file).Contains(CallerNumber, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sipp_AgentTurnsOutToBeOnAPrivateLine_WhatWasKeptIsErased()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(
            limit.Token, "--Speech:Enabled=false", "--Agents:PrivateLinePattern=^285$");
        using HttpClient api = server.CreateApiClient();
        Task<PeerResult> call = Sipp.RunAsync("private-late", server.SipEndPoint, 1, "u1", limit.Token);
        JsonElement live = default;
        await Eventually.BecomesAsync(
            async () => (live = await LiveAsync(api, limit.Token)).ValueKind == JsonValueKind.Object, TimeSpan.FromSeconds(60), "the call to be live", limit.Token);
        Assert.Equal(CallerNumber, live.GetProperty("caller").GetProperty("number").GetString());
        await Eventually.BecomesAsync(() => Task.FromResult(Recordings(server).Length == 1), TimeSpan.FromSeconds(60), "the recording to begin", limit.Token);
        await Eventually.BecomesAsync(
            async () => await LiveAsync(api, limit.Token) is { ValueKind: JsonValueKind.Object } shown
                && shown.GetProperty("recording").GetString() == "Private"
                && shown.GetProperty("caller").GetProperty("number").ValueKind == JsonValueKind.Null,
            TimeSpan.FromSeconds(60), "the call to be private", limit.Token);

        PeerResult result = await call;
        Assert.True(result.ExitCode == 0, result.Output);
        await Eventually.BecomesAsync(() => Task.FromResult(Recordings(server).Length == 0), TimeSpan.FromSeconds(60), "the recording to be erased", limit.Token);
        string address = $"/api/v1/calls/{live.GetProperty("id").GetString()}";
        await Eventually.BecomesAsync(
            async () =>
            {
                using HttpResponseMessage gone = await api.GetAsync(address, limit.Token);
                return gone.StatusCode == System.Net.HttpStatusCode.NotFound;
            },
            TimeSpan.FromSeconds(60), "the call's row to be erased", limit.Token);
        Assert.Equal(0, await CountAsync(api, limit.Token));
    }

    private static async Task<JsonElement> LiveAsync(HttpClient api, CancellationToken cancellationToken)
    {
        JsonElement page = await api.GetFromJsonAsync<JsonElement>("/api/v1/calls?state=live", cancellationToken);
        JsonElement items = page.GetProperty("items");
        return items.GetArrayLength() == 0 ? default : items[0].GetProperty("call");
    }

    private static async Task<int> CountAsync(HttpClient api, CancellationToken cancellationToken) =>
        (await api.GetFromJsonAsync<JsonElement>("/api/v1/calls", cancellationToken)).GetProperty("total").GetInt32();

    private static string[] Recordings(ServerProcess server)
    {
        string folder = Path.Combine(server.DataDirectory, "recordings");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.rec", SearchOption.AllDirectories) : [];
    }
}
