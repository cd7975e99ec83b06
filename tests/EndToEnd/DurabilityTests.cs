using System.Net.Http.Json;
using System.Text.Json;
using Supervision.EndToEnd.Harness;
using Supervision.Shared;
using Xunit.Abstractions;

namespace Supervision.EndToEnd;

/// <summary>What is lost when a process is killed or the database stops under calls: nothing, or the stated second.</summary>
[Collection(AloneCollection.Name)]
public sealed class DurabilityTests(ITestOutputHelper output)
{
    private const int Calls = 20;

    /// <summary>Two lanes of 50.</summary>
    private const double PacketsPerSecond = 100;

    /// <summary>A recording begins with the answer; a busy machine may let the peer wait before its first packet.</summary>
    private const double LongestBeforeTheVoicesSeconds = 3;

    /// <summary>
    /// By design no call has more than a second in memory only. A packet that is sent but not yet read by a process that waits for one of
    /// two busy cores is lost besides; that shows in the worst of the calls, whose segments are written at different moments, not in their median.
    /// </summary>
    private const double LongestWaitForAProcessorSeconds = 1;

    /// <summary>44 bytes of header, then two channels of 16 bits at 8 kHz.</summary>
    private static double WavSeconds(long bytes) => (bytes - 44) / 32_000.0;

    [Fact]
    public async Task Kill9_UnderTwentyCalls_EveryRecordingOpensAndLosesAtMostOneSecond()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(7));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        await using SimulatedSbc sbc = new();
        (List<PlacedCall> calls, List<CallId> ids) = await PlaceAsync(sbc, server, limit.Token);
        await Task.Delay(TimeSpan.FromSeconds(8), limit.Token);
        long[] sent = [.. calls.Select(call => call.PacketsSent)];
        await server.KillAsync(limit.Token);
        foreach (PlacedCall call in calls)
        {
            await call.DisposeAsync();
        }

        await server.StartAgainAsync(limit.Token);
        using HttpClient api = server.CreateApiClient();
        double[] lost = new double[Calls];
        for (int i = 0; i < Calls; i++)
        {
            double seconds = 0;
            await Eventually.BecomesAsync(
                async () =>
                {
                    using HttpResponseMessage wav = await api.GetAsync($"/api/v1/calls/{ids[i]}/recording.wav?purpose=test", limit.Token);
                    seconds = wav.IsSuccessStatusCode ? WavSeconds((await wav.Content.ReadAsByteArrayAsync(limit.Token)).Length) : 0;
                    return wav.IsSuccessStatusCode;
                },
                TimeSpan.FromSeconds(60), $"recording {i} to open", limit.Token);

            lost[i] = (sent[i] / PacketsPerSecond) - seconds;
        }

        Array.Sort(lost);
        output.WriteLine($"lost of {Calls} calls by kill -9: median {lost[Calls / 2]:F2} s, worst {lost[^1]:F2} s");
        Assert.InRange(lost[0], -LongestBeforeTheVoicesSeconds, 1);
        Assert.InRange(lost[Calls / 2], double.NegativeInfinity, 1);
        Assert.InRange(lost[^1], double.NegativeInfinity, 1 + LongestWaitForAProcessorSeconds);
    }

    [Fact]
    public async Task DatabaseStopped_UnderTwentyCalls_RowsCompleteAfterItsReturn()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(8));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        await using SimulatedSbc sbc = new();
        (List<PlacedCall> calls, List<CallId> ids) = await PlaceAsync(sbc, server, limit.Token);
        using HttpClient api = server.CreateApiClient();

        // The postmaster is frozen rather than ended: the server would start an ended one again at once.
        int postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(server.DataDirectory, "postgres", "postmaster.pid"), limit.Token))[0],
            System.Globalization.CultureInfo.InvariantCulture);
        await SignalTreeAsync(postmaster, "-STOP", limit.Token);
        await Task.Delay(TimeSpan.FromSeconds(60), limit.Token);
        foreach (PlacedCall call in calls)
        {
            await call.HangUpAsync(limit.Token);
        }

        await SignalTreeAsync(postmaster, "-CONT", limit.Token);
        foreach (CallId id in ids)
        {
            await Eventually.BecomesAsync(
                async () =>
                {
                    using HttpResponseMessage answer = await api.GetAsync($"/api/v1/calls/{id}", limit.Token);
                    if (!answer.IsSuccessStatusCode)
                    {
                        return false;
                    }

                    JsonElement details = await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
                    return details.GetProperty("call").GetProperty("state").GetString() == "Ended"
                        && details.GetProperty("transcript").GetArrayLength() > 0;
                },
                TimeSpan.FromSeconds(90), "the call's row to be complete", limit.Token);
        }
    }

    [Fact]
    public async Task SpeechWorkerKilled_UnderACall_TranscriptResumesAndNothingElseIsLost()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Speech:Workers=2");
        await using SimulatedSbc sbc = new();
        using HttpClient api = server.CreateApiClient();
        await using PlacedCall call = await sbc.CallAsync(server, "poubelles", "0323100902", loop: true, limit.Token);
        CallId id = await call.GetIdAsync(api, limit.Token);
        await TranscriptGrowsAsync(api, id, 1, limit.Token);

        List<int> workers = ChildrenOf(server.ProcessId, "--speech-worker");
        Assert.Equal(2, workers.Count);
        foreach (int worker in workers)
        {
            using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", ["-9", $"{worker}"]);
            await kill.WaitForExitAsync(limit.Token);
        }

        int before = await UtterancesAsync(api, id, limit.Token);
        await TranscriptGrowsAsync(api, id, before + 2, limit.Token);
        string health = await api.GetStringAsync("/health", limit.Token);
        Assert.Equal(1, HealthJson.Figure(health, "sip", "liveCalls"));
        Assert.Equal(2, HealthJson.Figure(health, "speech", "restarts"));
        await call.HangUpAsync(limit.Token);
        long sent = call.PacketsSent;

        // At the BYE each lane may have a packet in hand.
        await Eventually.BecomesAsync(
            async () => HealthJson.Figure(await api.GetStringAsync("/health", limit.Token), "recorder", "payloadsWritten") >= sent - 2,
            TimeSpan.FromSeconds(60), $"{sent} packets in the recording", limit.Token);
        Assert.Equal(0, HealthJson.Figure(await api.GetStringAsync("/health", limit.Token), "recorder", "payloadsDropped"));
        using HttpResponseMessage wav = await api.GetAsync($"/api/v1/calls/{id}/recording.wav?purpose=test", limit.Token);
        double seconds = WavSeconds((await wav.Content.ReadAsByteArrayAsync(limit.Token)).Length);
        Assert.InRange(seconds, (sent / PacketsPerSecond) - 1, (sent / PacketsPerSecond) + LongestBeforeTheVoicesSeconds);
    }

    private static async Task<(List<PlacedCall> Calls, List<CallId> Ids)> PlaceAsync(SimulatedSbc sbc, ServerProcess server, CancellationToken cancellationToken)
    {
        List<PlacedCall> calls = [];
        List<CallId> ids = [];
        using HttpClient api = server.CreateApiClient();
        for (int i = 0; i < Calls; i++)
        {
            PlacedCall call = await sbc.CallAsync(server, "poubelles", $"03231009{i + 10}", loop: true, cancellationToken);
            calls.Add(call);
            ids.Add(await call.GetIdAsync(api, cancellationToken));
        }

        return (calls, ids);
    }

    private static Task TranscriptGrowsAsync(HttpClient api, CallId id, int utterances, CancellationToken cancellationToken) =>
        Eventually.BecomesAsync(
            async () => await UtterancesAsync(api, id, cancellationToken) >= utterances,
            TimeSpan.FromSeconds(90), $"{utterances} utterances", cancellationToken);

    private static async Task<int> UtterancesAsync(HttpClient api, CallId id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await api.GetAsync($"/api/v1/calls/{id}/transcript", cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return 0;
        }

        JsonElement transcript = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        JsonElement utterances = transcript.ValueKind == JsonValueKind.Array ? transcript : transcript.GetProperty("utterances");
        return utterances.GetArrayLength();
    }

    private static async Task SignalTreeAsync(int root, string signal, CancellationToken cancellationToken)
    {
        foreach (int id in (int[])[root, .. ChildrenOf(root, "")])
        {
            using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", [signal, $"{id}"]);
            await kill.WaitForExitAsync(cancellationToken);
        }
    }

    private static List<int> ChildrenOf(int parent, string argument)
    {
        // Each thread has its own children.
        return [.. Directory.GetDirectories($"/proc/{parent}/task")
            .SelectMany(thread => Read($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, System.Globalization.CultureInfo.InvariantCulture))
            .Where(child => Read($"/proc/{child}/cmdline").Contains(argument, StringComparison.Ordinal))];

        // A thread or a process may have gone meanwhile.
        static string Read(string file)
        {
            try
            {
                return File.ReadAllText(file);
            }
            catch (IOException)
            {
                return "";
            }
        }
    }
}
