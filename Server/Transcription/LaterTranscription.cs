using System.Runtime.CompilerServices;
using Supervision.Grains;
using Supervision.Grains.Alarms;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Server.Data;
using Supervision.Server.Recordings;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech;

namespace Supervision.Server.Transcription;

/// <summary>
/// After a call, transcribes from its recording what was skipped live: more speech than processor, or a worker that died. Works from
/// the database, so that a restart forgets nothing; behind everything live, one gap at a time. A gap of which nothing was recorded stays.
/// </summary>
internal sealed partial class LaterTranscription(
    IRecordedSpeech speech,
    GapRepository gaps,
    IRecordingStore recordings,
    IJournal journal,
    RecordedWords words,
    IGrainDirectory grains,
    GrainsSettings settings,
    TimeProvider time,
    ILogger<LaterTranscription> logger)
    : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>What a call's grain tells last is on its way through the journal for so long at most.</summary>
    private static readonly TimeSpan JournalTime = TimeSpan.FromSeconds(5);

    /// <summary>A threat of a call that ended longer ago is found by search, not by an alarm.</summary>
    private static readonly TimeSpan StillNews = TimeSpan.FromHours(1);

    /// <summary>Audio before and after a gap that is heard again, so that no word is cut in two.</summary>
    private const int MarginMs = 300;

    /// <summary>A gap that the engine cannot close, or of which nothing is recorded, is left as a gap.</summary>
    private const int MostAttempts = 3;

    /// <summary>
    /// Calls that were dealt with and have gaps in the database still: their rows are on the way through the journal, or they cannot be closed.
    /// </summary>
    private readonly Dictionary<CallId, int> attempts = [];

    /// <summary>Calls that it has in mind.</summary>
    internal int Remembered => attempts.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Rest, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!speech.IsRunning)
            {
                continue;
            }

            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (DatabaseUnavailableException)
            {
                // Asked again; the database's own part says that it is away.
            }
#pragma warning disable CA1031 // One look that fails must not be the last one.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogLookFailed(e);
            }
        }
    }

    /// <summary>Deals with all calls that have gaps now, and whose last words are in: until then a gap may still be told.</summary>
    internal async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        DateTimeOffset endedBefore = time.GetUtcNow() - TimeSpan.FromSeconds(settings.FlushTimeoutSeconds) - JournalTime;
        CallId[] done = [.. attempts.Where(entry => entry.Value >= MostAttempts).Select(entry => entry.Key)];
        foreach (GappedCall call in await gaps.GetAsync(done, endedBefore, cancellationToken))
        {
            bool isWhole = false;
            try
            {
                isWhole = await CatchUpAsync(call, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException and not DatabaseUnavailableException)
            {
                LogFailed(e, call.Call.Id);
            }

            attempts[call.Call.Id] = isWhole ? MostAttempts : attempts.GetValueOrDefault(call.Call.Id) + 1;
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (attempts.Count > 0)
        {
            HashSet<CallId> gapped = [.. await gaps.GetGappedAsync(attempts.Keys, cancellationToken)];
            foreach (CallId closed in attempts.Keys.Where(id => !gapped.Contains(id)).ToArray())
            {
                attempts.Remove(closed);
            }
        }
    }

    private async Task<bool> CatchUpAsync(GappedCall call, CancellationToken cancellationToken)
    {
        bool isWhole = true;
        foreach (TranscriptGap gap in call.Gaps)
        {
            if (!await IsRecordedAsync(call.Call.Id, gap, cancellationToken))
            {
                isWhole = false;
                continue;
            }

            IReadOnlyList<Utterance> heard = await speech.TranscribeAsync(
                call.Call.Id, gap.Lane, ReadAsync(call.Call.Id, gap, cancellationToken), cancellationToken);
            if (heard.Any(utterance => utterance.Kind == UtteranceKind.Gap))
            {
                isWhole = false;
                continue;
            }

            Utterance[] replacing = [.. heard.Where(utterance => BeginsIn(gap, utterance))];
            journal.Append(new TranscriptReplacedJournalled(call.Call.Id, time.GetUtcNow(), gap.Lane, gap.FromMs, gap.ToMs, replacing));
            await AlarmAsync(call.Call, replacing, cancellationToken);
        }

        if (isWhole)
        {
            journal.Append(new CallJournalled(
                call.Call.Id, time.GetUtcNow(), call.Call with { Transcription = TranscriptionState.Complete, TranscriptLagMs = 0 }));
            LogCaughtUp(call.Call.Id, call.Gaps.Count);
        }

        return isWhole;
    }

    /// <summary>What was said in the gap of a call that is still news raises what it would have raised live.</summary>
    private async Task AlarmAsync(CallSnapshot call, IReadOnlyList<Utterance> utterances, CancellationToken cancellationToken)
    {
        if (call.EndedAt is { } ended && time.GetUtcNow() - ended > StillNews)
        {
            return;
        }

        foreach (AlarmReport report in words.Judge(call.Id, utterances))
        {
            await grains.Alarms.ReportAsync(report, cancellationToken);
        }
    }

    /// <summary>What the margins let in twice belongs to the live transcript beside the gap.</summary>
    private static bool BeginsIn(TranscriptGap gap, Utterance utterance) =>
        utterance.StartMs >= gap.FromMs - (MarginMs / 2) && utterance.StartMs < gap.ToMs;

    /// <summary>False without a recording, and for a stretch of which it holds nothing: what nobody heard is not told as silence.</summary>
    private async Task<bool> IsRecordedAsync(CallId id, TranscriptGap gap, CancellationToken cancellationToken)
    {
        TimeSpan from = TimeSpan.FromMilliseconds(gap.FromMs);
        TimeSpan to = TimeSpan.FromMilliseconds(gap.ToMs);
        await using IAsyncEnumerator<RecordedPayload> payloads =
            recordings.ReadLaneAsync(id, gap.Lane, from, to, cancellationToken).GetAsyncEnumerator(cancellationToken);
        return await payloads.MoveNextAsync();
    }

    private async IAsyncEnumerable<RecordedAudio> ReadAsync(
        CallId id, TranscriptGap gap, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TimeSpan from = TimeSpan.FromMilliseconds(Math.Max(0, gap.FromMs - MarginMs));
        TimeSpan to = TimeSpan.FromMilliseconds(gap.ToMs + MarginMs);
        await foreach (RecordedPayload payload in recordings.ReadLaneAsync(id, gap.Lane, from, to, cancellationToken))
        {
            yield return new RecordedAudio(payload.Codec, payload.PositionSamples, payload.Bytes);
        }
    }

    [LoggerMessage(EventId = 3901, Level = LogLevel.Information, Message = "Call {CallId}: {Gaps} gap(s) transcribed from the recording")]
    private partial void LogCaughtUp(CallId callId, int gaps);

    [LoggerMessage(EventId = 3903, Level = LogLevel.Error, Message = "The calls with gaps could not be looked for; tried again")]
    private partial void LogLookFailed(Exception exception);

    [LoggerMessage(EventId = 3902, Level = LogLevel.Warning, Message = "Call {CallId}: its gaps could not be transcribed now")]
    private partial void LogFailed(Exception exception, CallId callId);
}
