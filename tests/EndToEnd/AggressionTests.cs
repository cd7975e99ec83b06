using Supervision.EndToEnd.Harness;
using Supervision.Server.Demo;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;

namespace Supervision.EndToEnd;

/// <summary>Whose voice the acoustic model hears, seen from outside: /health counts the windows that were scored.</summary>
public sealed class AggressionTests
{
    /// <summary>More than either voice is silent in the conversation, so that a window would come.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(8);

    /// <summary>Another process tells its count once a second; a busy machine makes that later.</summary>
    private const int PollsToSettle = 5;

    [Fact]
    public async Task Call_OnlyTheAgentSpeaks_NoWindowIsScored()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Speech:Workers=1");
        using HttpClient api = server.CreateApiClient();
        await using SimulatedSbc sbc = new();
        DemoCall threat = Speech.Conversation("menace");
        byte[] silence = new byte[threat.AudioOf(Lane.Caller).Length];
        silence.AsSpan().Fill(G711.Silence(AudioCodec.Pcma));

        // The threatening words, spoken by the agent.
        await using PlacedCall call = await sbc.CallAsync(
            server, new Party("0323990001", null), threat.Agent, silence, threat.AudioOf(Lane.Caller), loop: true, limit.Token);
        await UntilAsync(api, "speech", "decodedMs", decoded => decoded > 8000, limit.Token);

        Assert.Equal(0, await FigureAsync(api, "aggression", "windows", limit.Token));
        await call.HangUpAsync(limit.Token);
    }

    [Fact]
    public async Task Call_PausedThenRefused_IsScoredOnlyInBetween()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Speech:Workers=1");
        using HttpClient api = server.CreateApiClient();
        await using SimulatedSbc sbc = new();
        await using PlacedCall call = await sbc.CallAsync(server, "menace", "0323990002", loop: true, limit.Token);
        CallId id = await call.GetIdAsync(api, limit.Token);
        await UntilAsync(api, "aggression", "windows", windows => windows > 0, limit.Token);

        await ActAsync(api, id, "pause", limit.Token);
        long paused = await WatchAsync(api, limit.Token);
        await ActAsync(api, id, "resume", limit.Token);
        await UntilAsync(api, "aggression", "windows", windows => windows > paused, limit.Token);

        await ActAsync(api, id, "refuse", limit.Token);
        await WatchAsync(api, limit.Token);
        await call.HangUpAsync(limit.Token);
    }

    /// <summary>Sees that no further window is scored while the voices play on; gives how many were.</summary>
    private static async Task<long> WatchAsync(HttpClient api, CancellationToken cancellationToken)
    {
        await UntilAsync(api, "speech", "lanes", lanes => lanes == 0, cancellationToken);

        long before = await SettledAsync(api, cancellationToken);
        await Task.Delay(Watched, cancellationToken);
        Assert.Equal(before, await FigureAsync(api, "aggression", "windows", cancellationToken));
        return before;
    }

    /// <summary>The count, once it has been the same for some polls of a second.</summary>
    private static async Task<long> SettledAsync(HttpClient api, CancellationToken cancellationToken)
    {
        long count = -1;
        for (int equal = 0; equal < PollsToSettle;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            long now = await FigureAsync(api, "aggression", "windows", cancellationToken);
            equal = now == count ? equal + 1 : 0;
            count = now;
        }

        return count;
    }

    private static async Task ActAsync(HttpClient api, CallId id, string act, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await api.PostAsync($"/api/v1/calls/{id}/recording/{act}", null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static Task UntilAsync(HttpClient api, string part, string figure, Func<long, bool> condition, CancellationToken cancellationToken) =>
        Eventually.BecomesAsync(
            async () => condition(await FigureAsync(api, part, figure, cancellationToken)),
            TimeSpan.FromSeconds(90), $"{figure} of {part}", cancellationToken);

    private static async Task<long> FigureAsync(HttpClient api, string part, string figure, CancellationToken cancellationToken) =>
        HealthJson.Figure(await api.GetStringAsync("/health", cancellationToken), part, figure);
}
