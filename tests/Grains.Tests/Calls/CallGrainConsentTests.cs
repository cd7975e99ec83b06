using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Calls;

public sealed class CallGrainConsentTests : IAsyncDisposable
{
    private readonly GrainHouse _house = new();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task PauseRecordingAsync_Live_StopsEverythingAtOnce()
    {
        CallGrain grain = await _house.StartCallAsync();
        FakeSpeechLane speech = _house.Speech.Last(Lane.Caller);
        speech.SayPartial("ma carte est le", 100);
        await grain.PauseRecordingAsync("Dupont", GrainHouse.None);

        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 160, new byte[1600]);
        speech.SayFinal("quatre neuf sept", 200);
        await grain.PressKeyAsync(Lane.Caller, '4', GrainHouse.None);

        Assert.Equal(["pause"], _house.Recorder.Commands);
        Assert.True(speech.IsDisposed);
        Assert.False(speech.IsCompleted);
        Assert.Equal(0, speech.Samples);
        LiveTranscript transcript = await grain.GetTranscriptAsync(GrainHouse.None);
        Assert.Empty(transcript.LastFinals);
        Assert.Empty(transcript.Partials);
        CallSnapshot call = await grain.GetSnapshotAsync(GrainHouse.None);
        Assert.Equal(RecordingState.Paused, call.Recording);
        Assert.Equal(TranscriptionState.Off, call.Transcription);
        CallEventJournalled entry = Assert.Single(_house.Journal.Of<CallEventJournalled>());
        Assert.Equal(("paused", "Dupont"), (entry.Kind, entry.Detail));
        IReadOnlyList<LiveEvent> heard = await _house.HearAsync(grain);
        Assert.Equal("", heard.OfType<TranscriptPartial>().Last().Partial.Text);
        Assert.Equal(-90f, heard.OfType<LevelsMeasured>().Last().CallerDbfs);
    }

    [Fact]
    public async Task ResumeRecordingAsync_Paused_OpensNewLanesAndDoesNotHearTheOldOnes()
    {
        CallGrain grain = await _house.StartCallAsync();
        FakeSpeechLane old = _house.Speech.Last(Lane.Caller);
        await grain.PauseRecordingAsync("Dupont", GrainHouse.None);
        await grain.ResumeRecordingAsync("Dupont", GrainHouse.None);
        old.SayFinal("trop tard");
        _house.Speech.Last(Lane.Caller).SayFinal("voilà");
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 80_000, new byte[160]);

        Assert.Equal("voilà", Assert.Single((await grain.GetTranscriptAsync(GrainHouse.None)).LastFinals).Text);
        Assert.NotSame(old, _house.Speech.Last(Lane.Caller));
        Assert.Equal(160, _house.Speech.Last(Lane.Caller).Samples);
        Assert.Equal(["pause", "resume"], _house.Recorder.Commands);
        CallSnapshot call = await grain.GetSnapshotAsync(GrainHouse.None);
        Assert.Equal((RecordingState.Recording, TranscriptionState.Live), (call.Recording, call.Transcription));
    }

    [Fact]
    public async Task RefuseRecordingAsync_WordsWerePublished_ErasesThem()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayFinal("je vais te tuer");
        await _house.HearAsync(grain);

        await grain.RefuseRecordingAsync("caller", GrainHouse.None);
        _house.Speech.Opened[0].SayFinal("encore");

        Assert.Equal(["refuse"], _house.Recorder.Commands);
        Assert.Empty((await grain.GetTranscriptAsync(GrainHouse.None)).LastFinals);
        Assert.Equal("refused", _house.Journal.Of<CallEventJournalled>()[^1].Kind);
        IReadOnlyList<LiveEvent> heard = await _house.HearAsync(grain);
        _house.Time.Advance(CallGrain.TickInterval);
        heard = [.. heard, .. await _house.HearAsync(grain)];
        Assert.Equal(RecordingState.Refused, heard.OfType<CallUpdated>().Last().Call.Recording);
        Assert.Empty(heard.OfType<TranscriptFinal>());
        Alarm alarm = Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.Equal("", Assert.Single(alarm.Reasons).Heard);
        Assert.Equal(AlarmCategory.DeathThreat, alarm.Category);

        // The second comes after the alarm's own step: one that quoted was perhaps still on its way when the first was written.
        Assert.Equal(["refused", "quoted"], _house.Journal.Of<TranscriptErasedJournalled>().Select(erased => erased.Reason));
        Assert.IsType<TranscriptErasedJournalled>(_house.Journal.Entries.Last(entry => entry is TranscriptErasedJournalled or AlarmJournalled));
    }

    [Fact]
    public async Task RefuseRecordingAsync_IsForGood()
    {
        CallGrain grain = await _house.StartCallAsync();
        await grain.PauseRecordingAsync("a", GrainHouse.None);
        await grain.RefuseRecordingAsync("a", GrainHouse.None);
        await grain.ResumeRecordingAsync("a", GrainHouse.None);
        await grain.PauseRecordingAsync("a", GrainHouse.None);
        await grain.SetPartiesAsync(new Party("1", null), new Party("2", null), [Lane.Mixed], false, GrainHouse.None);

        Assert.Equal(["pause", "refuse"], _house.Recorder.Commands);
        Assert.Equal(2, _house.Speech.Opened.Count);
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);
        CallSnapshot ended = _house.Journal.Of<CallJournalled>()[^1].Call;
        Assert.Equal((RecordingState.Refused, TranscriptionState.Off), (ended.Recording, ended.Transcription));
    }

    [Fact]
    public async Task PauseRecordingAsync_RecorderThrows_AnalysisRestsAndTheSenderHears()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Recorder.Fault = new IOException("disk");

        await Assert.ThrowsAsync<IOException>(() => grain.PauseRecordingAsync("a", GrainHouse.None));

        Assert.Equal(RecordingState.Paused, (await grain.GetSnapshotAsync(GrainHouse.None)).Recording);
        Assert.True(_house.Speech.Last(Lane.Caller).IsDisposed);
    }

    [Fact]
    public async Task SetRecorderFailedAsync_DiskRefuses_IsAFaultAndSpeechGoesOn()
    {
        CallGrain grain = await _house.StartCallAsync();
        await grain.SetRecorderFailedAsync(true, GrainHouse.None);
        CallSnapshot failed = await grain.GetSnapshotAsync(GrainHouse.None);
        await grain.SetRecorderFailedAsync(false, GrainHouse.None);

        Assert.Equal((RecordingState.Failed, TranscriptionState.Live), (failed.Recording, failed.Transcription));
        Assert.Equal(RecordingState.Recording, (await grain.GetSnapshotAsync(GrainHouse.None)).Recording);
    }
}
