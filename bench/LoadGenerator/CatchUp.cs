using System.Net.Http.Json;
using System.Text.Json;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.LoadGenerator;

/// <summary>After the calls: waits until what was skipped live has been transcribed from the recordings, as the API tells it of each call.</summary>
internal sealed class CatchUp(LoadedServer server, TimeProvider time)
{
    /// <summary>Each question costs the server some of what it transcribes with.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>When for so long nothing more was transcribed, the rest is told as left.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Tells its progress on stderr.</summary>
    internal async Task<CatchUpResult> WaitAsync(IReadOnlyCollection<CallId> calls, CancellationToken cancellationToken)
    {
        using HttpClient api = server.CreateClient();
        long start = time.GetTimestamp();
        CatchUpResult last = await AskAsync(api, calls, cancellationToken);
        for (TimeSpan moved = TimeSpan.Zero; last.CallsLeft > 0 && last.Took - moved < Patience;)
        {
            await Console.Error.WriteLineAsync(
                $"After {last.Took.TotalSeconds:F0} s: {last.GapsLeft} gaps, {last.MsLeft / 1000} s of {last.CallsLeft} calls, are still to be transcribed.");
            await Task.Delay(Period, time, cancellationToken);
            CatchUpResult now = await AskAsync(api, calls, cancellationToken) with { Took = time.GetElapsedTime(start) };
            moved = now with { Took = last.Took } == last ? moved : now.Took;
            last = now;
        }

        return last;
    }

    private static async Task<CatchUpResult> AskAsync(HttpClient api, IReadOnlyCollection<CallId> calls, CancellationToken cancellationToken)
    {
        List<Remainder> left = [];
        foreach (CallId call in calls)
        {
            left.Add(await AskAsync(api, call, cancellationToken));
        }

        left.RemoveAll(call => call.IsWhole);
        return new CatchUpResult(left.Count, left.Sum(call => call.Gaps), left.Sum(call => call.Ms), TimeSpan.Zero);
    }

    /// <summary>A call that the record does not know yet is not whole.</summary>
    private static async Task<Remainder> AskAsync(HttpClient api, CallId call, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await api.GetAsync(new Uri($"/api/v1/calls/{call}/transcript", UriKind.Relative), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return new Remainder(false, 0, 0);
        }

        JsonElement transcript = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        JsonElement[] gaps = [.. transcript.GetProperty("utterances").EnumerateArray()
            .Where(utterance => utterance.GetProperty("kind").GetString() == nameof(UtteranceKind.Gap))];
        bool isComplete = transcript.GetProperty("state").GetString() is nameof(TranscriptionState.Complete);
        return new Remainder(
            isComplete && gaps.Length == 0,
            gaps.Length,
            gaps.Sum(gap => gap.GetProperty("endMs").GetInt64() - gap.GetProperty("startMs").GetInt64()));
    }

    private sealed record Remainder(bool IsWhole, int Gaps, long Ms);
}

/// <summary>How the later transcription ended.</summary>
/// <param name="CallsLeft">Calls whose transcript is not complete.</param>
/// <param name="GapsLeft">Gaps in them.</param>
/// <param name="MsLeft">Call time of these.</param>
/// <param name="Took">From the end of the calls.</param>
internal sealed record CatchUpResult(int CallsLeft, int GapsLeft, long MsLeft, TimeSpan Took);
