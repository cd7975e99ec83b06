using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Calls;

public sealed class CallGrainEndingTests : IAsyncDisposable
{
    private readonly GrainHouse _house = new();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task EndAsync_LastWordsComeWhileFlushing_AreKeptBeforeTheEnd()
    {
        CallGrain grain = await _house.StartCallAsync();
        await _house.HearAsync(grain);
        _house.Speech.Last(Lane.Caller).Completing = lane =>
        {
            lane.SayFinal("au revoir");
            return Task.CompletedTask;
        };
        _house.Time.Advance(TimeSpan.FromSeconds(30));

        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        IReadOnlyList<LiveEvent> heard = await _house.HearAsync();
        Assert.Equal(CallState.Ended, Assert.IsType<CallUpdated>(heard[0]).Call.State);
        Assert.Equal("au revoir", Assert.IsType<TranscriptFinal>(heard[1]).Utterance.Text);
        CallSnapshot ended = Assert.IsType<CallEnded>(heard[^1]).Call;
        Assert.Equal(TranscriptionState.Complete, ended.Transcription);
        Assert.Equal(TimeSpan.FromSeconds(30), ended.EndedAt - ended.StartedAt);
        Assert.Equal(ended, _house.Journal.Of<CallJournalled>()[^1].Call);
        Assert.True(_house.Speech.Last(Lane.Caller).IsDisposed);
        Assert.False(_house.Directory.TryGetLiveCall(grain.Id, out _));
        Assert.Equal(0, _house.Directory.Count);
    }

    [Fact]
    public async Task EndAsync_AudioStillWaiting_IsPushedBeforeTheFlush()
    {
        CallGrain grain = await _house.StartCallAsync();
        for (int i = 0; i < 7; i++)
        {
            grain.OnAudio(Lane.Caller, AudioCodec.Pcma, i * 160, new byte[160]);
        }

        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        Assert.Equal(7 * 160, _house.Speech.Last(Lane.Caller).Samples);
        Assert.True(_house.Speech.Last(Lane.Caller).IsCompleted);
    }

    [Fact]
    public async Task EndAsync_EngineNeverFinishes_EndsWhenTheTimeIsUp()
    {
        CallGrain grain = await _house.StartCallAsync();
        Speak(grain, Lane.Caller, 0);
        Speak(grain, Lane.Agent, 0);
        _house.Speech.Last(Lane.Agent).SayFinal("mairie bonjour", 0, 1200);
        _house.Speech.Last(Lane.Caller).SayFinal("bonjour madame", 2000, 3400);
        _house.Time.Advance(TimeSpan.FromSeconds(30));
        Speak(grain, Lane.Caller, 29);
        Speak(grain, Lane.Agent, 29);
        var asked = new TaskCompletionSource();
        _house.Speech.Last(Lane.Caller).Completing = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource().Task;
        };
        int timers = _house.Time.ArmedTimers;
        Task ending = grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);
        await asked.Task;

        // The grain's ticker is gone, the patience is armed: as many as before.
        while (_house.Time.ArmedTimers < timers)
        {
            await Task.Yield();
        }

        _house.Time.Advance(TimeSpan.FromSeconds(10));
        await ending;
        Assert.Equal(TranscriptionState.CatchingUp, _house.Journal.Of<CallJournalled>()[^1].Call.Transcription);

        // What later transcription looks for: of the lane that was not finished, from its last words to the end of the call.
        Utterance gap = Assert.Single(_house.Journal.Of<UtteranceJournalled>(), entry => entry.Utterance.Kind == UtteranceKind.Gap).Utterance;
        Assert.Equal((Lane.Caller, 3400, 30_000), (gap.Lane, gap.StartMs, gap.EndMs));

        // It will be heard again from the recording: what the engine still tells would be said twice.
        int entries = _house.Journal.Entries.Count;
        _house.Speech.Last(Lane.Caller).SayFinal("au revoir", 28_000, 29_500);
        _house.Speech.Last(Lane.Caller).SayGap(3400, 30_000);
        await grain.GetSnapshotAsync(GrainHouse.None);
        Assert.Equal(entries, _house.Journal.Entries.Count);
    }

    [Fact]
    public async Task EndAsync_EngineFailsAfterItsLastWords_NothingIsMissing()
    {
        CallGrain grain = await _house.StartCallAsync();
        Speak(grain, Lane.Caller, 0);
        _house.Time.Advance(TimeSpan.FromSeconds(30));
        _house.Speech.Last(Lane.Caller).Completing = lane =>
        {
            lane.SayFinal("bonjour et au revoir", 0, 30_000);
            throw new IOException("worker died");
        };
        _house.Speech.Last(Lane.Agent).Completing = _ => throw new IOException("worker died");
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        // The caller's words are all there, and of the agent there was no audio: a state that nobody would ever change is not told.
        Assert.Equal(TranscriptionState.Complete, _house.Journal.Of<CallJournalled>()[^1].Call.Transcription);
        Assert.Equal(UtteranceKind.Speech, Assert.Single(_house.Journal.Of<UtteranceJournalled>()).Utterance.Kind);
    }

    [Fact]
    public async Task EndAsync_EngineThrows_Ends()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Agent).Completing = _ => throw new IOException("worker died");

        await grain.EndAsync(CallEndReason.MediaLost, _house.Time.GetUtcNow(), GrainHouse.None);

        CallEnded ended = Assert.Single(await _house.HearAsync<CallEnded>());
        Assert.Equal(CallEndReason.MediaLost, ended.Call.EndReason);
    }

    [Fact]
    public async Task EndAsync_Twice_EndsOnce()
    {
        CallGrain grain = await _house.StartCallAsync();
        await Task.WhenAll(
            grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None),
            grain.EndAsync(CallEndReason.MediaLost, _house.Time.GetUtcNow(), GrainHouse.None));

        Assert.Single(await _house.HearAsync<CallEnded>());
    }

    [Fact]
    public async Task Commands_AfterTheEnd_AreLateNotWrong()
    {
        CallGrain grain = await _house.StartCallAsync();
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        await grain.PauseRecordingAsync("x", GrainHouse.None);
        await grain.PressKeyAsync(Lane.Caller, '1', GrainHouse.None);
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 0, new byte[160]);

        Assert.Equal(CallState.Ended, (await grain.GetSnapshotAsync(GrainHouse.None)).State);
        Assert.Empty(_house.Recorder.Commands);
    }

    private static void Speak(CallGrain grain, Lane lane, int second) =>
        grain.OnAudio(lane, AudioCodec.Pcma, second * 8000L, new byte[160]);
}
