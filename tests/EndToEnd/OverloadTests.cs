using System.Net.Http.Json;
using System.Text.Json;
using Supervision.EndToEnd.Harness;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Testing;
using Xunit.Abstractions;

namespace Supervision.EndToEnd;

/// <summary>
/// More speech than processor, which is normal with a public model: the recording stays whole, the words stay close to the voice by leaving
/// some out, and what was left out is transcribed once the calls are over. Compiled only where the machine has the model (see the project file).
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int MaxLagMs = 2000;

    /// <summary>Half a second of audio is decoded at a turn, and a busy machine is late to tell.</summary>
    private const int LagToleranceMs = 2000;

    /// <summary>One decoder thread follows three or four of these voices today; no machine follows so many.</summary>
    private const int MostCalls = 40;

    private static readonly TimeSpan BetweenCalls = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Overloaded = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CaughtUp = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task MoreCallsThanOneDecoderFollows_SkipsLiveRecordsAllAndTranscribesTheRestAfterwards()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(8));
        using PublicModel model = await PublicModel.UnpackAsync(limit.Token);
        await using ServerProcess server = await ServerProcess.StartAsync(
            limit.Token, [.. model.Settings, "--Speech:Workers=1", "--Speech:Threads=1", $"--Speech:MaxLagMs={MaxLagMs}"]);
        using HttpClient api = server.CreateApiClient();
        await using LiveHubClient hub = await LiveHubClient.ConnectAsync(server.Address, server.Accounts.ApiToken, TimeProvider.System, limit.Token);
        await UntilFigureAsync(api, "speech", "workers", 1, limit.Token);
        Tiles tiles = new(hub);

        (CallId[] ids, long sent) = await OverloadAsync(server, api, tiles, limit.Token);
        await UntilFigureAsync(api, "recorder", "live", 0, limit.Token);

        Assert.Equal(sent, HealthJson.Figure(await HealthAsync(api, limit.Token), "recorder", "payloadsWritten"));
        tiles.Read();
        Assert.NotEqual(0, tiles.Gaps);
        Assert.InRange(tiles.WorstLagMs, 1, MaxLagMs + LagToleranceMs);
        output.WriteLine($"{ids.Length} calls, {sent} packets, {tiles.Gaps} gaps, at worst {tiles.WorstLagMs} ms of lag");

        await Eventually.BecomesAsync(async () => await LeftAsync(api, ids, limit.Token) == 0, CaughtUp, "the later transcription", limit.Token);
    }

    /// <summary>One call a second until some speech is skipped live, then some seconds more of them all.</summary>
    private static async Task<(CallId[] Ids, long PacketsSent)> OverloadAsync(
        ServerProcess server, HttpClient api, Tiles tiles, CancellationToken cancellationToken)
    {
        await using SimulatedSbc sbc = new();
        List<PlacedCall> calls = [];
        List<CallId> ids = [];
        while (tiles.Gaps == 0 && calls.Count < MostCalls)
        {
            string conversation = calls.Count % 2 == 0 ? "horaires" : "passeport";
            calls.Add(await sbc.CallAsync(server, conversation, $"03231093{calls.Count:D2}", loop: true, cancellationToken));
            ids.Add(await calls[^1].GetIdAsync(api, cancellationToken));
            await Task.Delay(BetweenCalls, cancellationToken);
            tiles.Read();
        }

        await Task.Delay(Overloaded, cancellationToken);
        foreach (PlacedCall call in calls)
        {
            await call.HangUpAsync(cancellationToken);
            await call.DisposeAsync();
        }

        return ([.. ids], calls.Sum(call => call.PacketsSent));
    }

    /// <summary>Gaps left in the calls; a call whose transcript is not said to be complete counts as one more.</summary>
    private static async Task<int> LeftAsync(HttpClient api, IEnumerable<CallId> ids, CancellationToken cancellationToken)
    {
        int left = 0;
        foreach (CallId id in ids)
        {
            JsonElement details = await api.GetFromJsonAsync<JsonElement>($"/api/v1/calls/{id}", cancellationToken);
            left += details.GetProperty("transcript").EnumerateArray().Count(IsGap);
            left += details.GetProperty("call").GetProperty("transcription").GetString() == nameof(TranscriptionState.Complete) ? 0 : 1;
        }

        return left;
    }

    private static bool IsGap(JsonElement utterance) => utterance.GetProperty("kind").GetString() == nameof(UtteranceKind.Gap);

    private static Task UntilFigureAsync(HttpClient api, string part, string figure, long value, CancellationToken cancellationToken) =>
        Eventually.BecomesAsync(
            async () => HealthJson.Figure(await HealthAsync(api, cancellationToken), part, figure) == value,
            TimeSpan.FromMinutes(1), $"{part}.{figure} = {value}", cancellationToken);

    private static async Task<string> HealthAsync(HttpClient api, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await api.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>What the hub told of the calls so far.</summary>
    private sealed class Tiles(LiveHubClient hub)
    {
        internal int WorstLagMs { get; private set; }

        /// <summary>Gap markers in the live transcripts.</summary>
        internal int Gaps { get; private set; }

        internal void Read()
        {
            while (hub.Messages.TryRead(out HubMessage? message))
            {
                switch (message.Target)
                {
                    case "CallUpdated":
                        int lagMs = message.Arguments[0].GetProperty("call").GetProperty("transcriptLagMs").GetInt32();
                        WorstLagMs = Math.Max(WorstLagMs, lagMs);
                        break;
                    case "TranscriptFinal" when IsGap(message.Arguments[0].GetProperty("utterance")):
                        Gaps++;
                        break;
                    default:
                        break;
                }
            }
        }
    }
}
