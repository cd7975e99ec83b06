using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Calls;

public sealed class CallGrainTests : IAsyncDisposable
{
    private readonly GrainHouse _house = new();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task StartAsync_NewCall_IsPublishedJournalledAndTranscribed()
    {
        CallGrain grain = await _house.StartCallAsync();

        CallUpdated updated = Assert.Single(await _house.HearAsync<CallUpdated>(grain));
        Assert.Equal(CallState.Live, updated.Call.State);
        Assert.Equal(RecordingState.Recording, updated.Call.Recording);
        Assert.Equal(TranscriptionState.Live, updated.Call.Transcription);
        Assert.Equal([Lane.Caller, Lane.Agent], updated.Call.Lanes);
        Assert.Equal("0612345678", updated.Call.Caller.Number);
        Assert.Equal([Lane.Caller, Lane.Agent], _house.Speech.Opened.Select(lane => lane.Lane));
        Assert.Equal(SpeechPriority.Caller, _house.Speech.Last(Lane.Caller).Priority);
        Assert.Equal(SpeechPriority.Agent, _house.Speech.Last(Lane.Agent).Priority);
        Assert.Equal(updated.Call, Assert.Single(_house.Journal.Of<CallJournalled>()).Call);
    }

    [Fact]
    public async Task StartAsync_NoSpeechEngine_IsOff()
    {
        await using var house = new GrainHouse(hasSpeech: false);
        CallGrain grain = await house.StartCallAsync();

        Assert.Equal(TranscriptionState.Off, (await grain.GetSnapshotAsync(GrainHouse.None)).Transcription);
    }

    [Fact]
    public async Task SetHeldAsync_Changes_PublishesAtMostFiveASecond()
    {
        CallGrain grain = await _house.StartCallAsync();
        await _house.HearAsync(grain);

        for (int i = 0; i < 20; i++)
        {
            _house.Time.Advance(TimeSpan.FromMilliseconds(50));
            await grain.SetHeldAsync(i % 2 == 0, GrainHouse.None);
        }

        _house.Time.Advance(CallGrain.TickInterval);
        IReadOnlyList<CallUpdated> updates = await _house.HearAsync<CallUpdated>(grain);
        Assert.InRange(updates.Count, 4, 7);
        Assert.Equal(CallState.Live, updates[^1].Call.State);
        Assert.Equal(10, _house.Journal.Of<CallEventJournalled>().Count(entry => entry.Kind == "held"));
        Assert.Equal(10, _house.Journal.Of<CallEventJournalled>().Count(entry => entry.Kind == "resumed"));
    }

    [Fact]
    public async Task SetMediaSilentAsync_Changes_ShownUntilAudioIsBackAndJournalledOnce()
    {
        CallGrain grain = await _house.StartCallAsync();
        await _house.HearAsync(grain);
        foreach (bool isSilent in (bool[])[true, true, false])
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            await grain.SetMediaSilentAsync(isSilent, GrainHouse.None);
        }

        Assert.Equal([true, false], (await _house.HearAsync<CallUpdated>(grain)).Select(update => update.Call.IsMediaSilent));
        Assert.Equal(["media-silent", "media-back"], _house.Journal.Of<CallEventJournalled>().Select(entry => entry.Kind));
        Assert.Single(_house.Journal.Of<CallJournalled>());
    }

    [Fact]
    public async Task EndAsync_WhileNoAudioComes_SaysItNoMore()
    {
        CallGrain grain = await _house.StartCallAsync();
        await grain.SetMediaSilentAsync(true, GrainHouse.None);
        Assert.True((await grain.GetSnapshotAsync(GrainHouse.None)).IsMediaSilent);

        await grain.EndAsync(CallEndReason.MediaLost, _house.Time.GetUtcNow(), GrainHouse.None);

        Assert.False((await grain.GetSnapshotAsync(GrainHouse.None)).IsMediaSilent);
    }

    [Fact]
    public async Task Tick_NothingChanged_PublishesNothing()
    {
        CallGrain grain = await _house.StartCallAsync();
        await _house.HearAsync(grain);

        _house.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Empty(await _house.HearAsync(grain));
    }

    [Fact]
    public async Task SetPartiesAsync_LanesBecomeKnown_ClosesMixedAndOpensTheOthers()
    {
        CallGrain grain = await _house.StartCallAsync(Lane.Mixed);
        await grain.SetPartiesAsync(new Party("0700000000", "Durand"), new Party("202", null), [Lane.Caller, Lane.Agent], false, GrainHouse.None);

        Assert.True(_house.Speech.Last(Lane.Mixed).IsDisposed);
        Assert.Equal(3, _house.Speech.Opened.Count);
        CallSnapshot call = await grain.GetSnapshotAsync(GrainHouse.None);
        Assert.Equal("Durand", call.Caller.Name);
        Assert.Equal([Lane.Caller, Lane.Agent], call.Lanes);
    }

    [Fact]
    public async Task PressKeyAsync_Key_IsAnEventOnTheCallsClock()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Time.Advance(TimeSpan.FromSeconds(3));
        await grain.PressKeyAsync(Lane.Caller, '#', GrainHouse.None);

        KeyPressed pressed = Assert.Single(await _house.HearAsync<KeyPressed>(grain));
        Assert.Equal(('#', 3000, Lane.Caller), (pressed.Key, pressed.AtMs, pressed.Lane));
        CallEventJournalled entry = Assert.Single(_house.Journal.Of<CallEventJournalled>());
        Assert.Equal(("key", 3000, "#"), (entry.Kind, entry.AtMs, entry.Detail));
    }

    [Fact]
    public async Task Words_PartialThenFinal_AreShownJournalledAndCleared()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Agent).SayPartial("bonjour", 100);
        LiveTranscript during = await grain.GetTranscriptAsync(GrainHouse.None);
        Assert.Equal("bonjour", Assert.Single(during.Partials).Text);

        _house.Speech.Last(Lane.Agent).SayFinal("bonjour madame", 100, 900);
        LiveTranscript after = await grain.GetTranscriptAsync(GrainHouse.None);

        Assert.Empty(after.Partials);
        Assert.Equal("bonjour madame", Assert.Single(after.LastFinals).Text);
        Assert.Equal("bonjour madame", Assert.Single(_house.Journal.Of<UtteranceJournalled>()).Utterance.Text);
        IReadOnlyList<LiveEvent> heard = await _house.HearAsync(grain);
        Assert.Equal(
            ["bonjour", "bonjour madame", ""],
            heard.Where(e => e is not CallUpdated).Select(e => e is TranscriptPartial p ? p.Partial.Text : ((TranscriptFinal)e).Utterance.Text));
    }

    [Fact]
    public async Task Words_ManyFinals_ShowsTheLastOnes()
    {
        CallGrain grain = await _house.StartCallAsync();
        for (int i = 0; i < 50; i++)
        {
            _house.Speech.Last(Lane.Caller).SayFinal($"phrase {i}");
        }

        LiveTranscript transcript = await grain.GetTranscriptAsync(GrainHouse.None);
        Assert.Equal(CallGrain.ShownFinals, transcript.LastFinals.Count);
        Assert.Equal("phrase 49", transcript.LastFinals[^1].Text);
        Assert.Equal(50, _house.Journal.Of<UtteranceJournalled>().Count);
    }

    [Fact]
    public async Task Words_ClaimAnotherLane_AreNotBelieved()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Agent).Say(new Utterance
        {
            Lane = Lane.Caller,
            Kind = UtteranceKind.Speech,
            StartMs = 0,
            EndMs = 1,
            Text = "je vais te tuer",
        });

        Assert.Empty((await grain.GetTranscriptAsync(GrainHouse.None)).LastFinals);
        Assert.Empty(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
    }

    [Fact]
    public async Task Lag_GrowsAndFalls_IsShown()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayLag(1800);
        Assert.Equal(TranscriptionState.Lagging, (await grain.GetSnapshotAsync(GrainHouse.None)).Transcription);
        Assert.Equal(1800, (await grain.GetSnapshotAsync(GrainHouse.None)).TranscriptLagMs);

        _house.Speech.Last(Lane.Caller).SayLag(100);
        Assert.Equal(TranscriptionState.Live, (await grain.GetSnapshotAsync(GrainHouse.None)).Transcription);
        Assert.Single(_house.Journal.Of<CallJournalled>());
    }

    [Fact]
    public async Task Gap_Heard_CatchesUpLater()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayGap(1000, 4000);

        Assert.Equal(TranscriptionState.CatchingUp, (await grain.GetSnapshotAsync(GrainHouse.None)).Transcription);
        Assert.Equal("gap", Assert.Single(_house.Journal.Of<CallEventJournalled>()).Kind);
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);
        Assert.Equal(TranscriptionState.CatchingUp, _house.Journal.Of<CallJournalled>()[^1].Call.Transcription);
    }

    [Fact]
    public async Task Speech_OpenThrows_CallGoesOnAndTheEngineIsAskedAgain()
    {
        _house.Speech.OpenFault = new InvalidOperationException("no worker");
        CallGrain grain = await _house.StartCallAsync();
        Assert.Equal(TranscriptionState.Off, (await grain.GetSnapshotAsync(GrainHouse.None)).Transcription);

        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 80_000, new byte[320]);
        await grain.GetSnapshotAsync(GrainHouse.None);
        _house.Speech.OpenFault = null;
        _house.Time.Advance(TimeSpan.FromSeconds(20));
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 160_000, new byte[320]);

        Assert.Equal(TranscriptionState.CatchingUp, (await grain.GetSnapshotAsync(GrainHouse.None)).Transcription);
        Assert.Equal(2, _house.Speech.Opened.Count);

        // What nobody heard is told as a gap, once: later transcription looks for it. The agent's lane brought nothing.
        Utterance gap = Assert.Single(_house.Journal.Of<UtteranceJournalled>()).Utterance;
        Assert.Equal((Lane.Caller, UtteranceKind.Gap, 0, 20_000), (gap.Lane, gap.Kind, gap.StartMs, gap.EndMs));
    }

    [Fact]
    public async Task Speech_NeverComesBack_TheGapReachesToTheEnd()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayFinal("bonjour", 0, 1500);
        _house.Speech.PushFault = _house.Speech.OpenFault = new IOException("worker died");
        _house.Time.Advance(TimeSpan.FromSeconds(2));
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 16_000, new byte[320]);
        await grain.GetSnapshotAsync(GrainHouse.None);
        _house.Time.Advance(TimeSpan.FromSeconds(38));
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        Utterance gap = _house.Journal.Of<UtteranceJournalled>()[^1].Utterance;
        Assert.Equal((Lane.Caller, UtteranceKind.Gap, 1500, 40_000), (gap.Lane, gap.Kind, gap.StartMs, gap.EndMs));
        Assert.Equal(TranscriptionState.CatchingUp, _house.Journal.Of<CallJournalled>()[^1].Call.Transcription);
    }

    [Fact]
    public async Task Speech_LostBeforeAPause_TheWaitAfterItIsAGapToo()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.PushFault = new IOException("worker died");
        _house.Time.Advance(TimeSpan.FromSeconds(2));
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 16_000, new byte[320]);
        await grain.GetSnapshotAsync(GrainHouse.None);
        _house.Speech.PushFault = null;
        await grain.PauseRecordingAsync("agent", GrainHouse.None);
        _house.Time.Advance(TimeSpan.FromSeconds(3));
        await grain.ResumeRecordingAsync("agent", GrainHouse.None);
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 48_000, new byte[320]);
        await grain.GetSnapshotAsync(GrainHouse.None);
        _house.Time.Advance(TimeSpan.FromSeconds(15));
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 160_000, new byte[320]);
        await grain.GetSnapshotAsync(GrainHouse.None);

        // The pause itself, from 2 to 5 s, is not missing: nothing of it was to be heard.
        Assert.Equal(
            [(0, 2000), (5000, 20_000)],
            _house.Journal.Of<UtteranceJournalled>().Select(entry => (entry.Utterance.StartMs, entry.Utterance.EndMs)));
    }

    [Fact]
    public async Task Journal_Throws_CallIsShownAndTranscribed()
    {
        _house.Journal.Fault = new IOException("disk full");
        CallGrain grain = await _house.StartCallAsync();
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 0, new byte[160]);
        _house.Speech.Last(Lane.Caller).SayFinal("bonjour");

        Assert.Equal("bonjour", Assert.Single((await grain.GetTranscriptAsync(GrainHouse.None)).LastFinals).Text);
        Assert.Equal(160, _house.Speech.Last(Lane.Caller).Samples);
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);
        Assert.Single(await _house.HearAsync<CallEnded>());
    }

    [Fact]
    public async Task Speech_PushThrows_CallGoesOnWithoutWords()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.PushFault = new IOException("worker died");
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 0, new byte[160]);

        CallSnapshot call = await grain.GetSnapshotAsync(GrainHouse.None);
        Assert.Equal(CallState.Live, call.State);
        Assert.True(_house.Speech.Last(Lane.Caller).IsDisposed);
    }
}
