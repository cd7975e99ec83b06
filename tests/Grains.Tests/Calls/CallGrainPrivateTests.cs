using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Calls;

public sealed class CallGrainPrivateTests : IAsyncDisposable
{
    private readonly GrainHouse _house = new(tension: new TensionParameters());

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task StartAsync_PrivateLine_IsShownWithoutAnybodyAndNothingIsKept()
    {
        var grain = (CallGrain)_house.Directory.Call(CallId.New(_house.Time));
        await grain.StartAsync(_house.NewCall(Lane.Caller, Lane.Agent) with { IsPrivate = true }, GrainHouse.None);
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 0, new byte[1600]);
        await grain.SetHeldAsync(true, GrainHouse.None);
        await grain.SetHeldAsync(false, GrainHouse.None);
        await grain.PressKeyAsync(Lane.Caller, '9', GrainHouse.None);
        await grain.PauseRecordingAsync("a", GrainHouse.None);
        await grain.ResumeRecordingAsync("a", GrainHouse.None);
        await grain.RefuseRecordingAsync("a", GrainHouse.None);
        await grain.SetPartiesAsync(new Party("0699887766", "X"), new Party("202", "Y"), [Lane.Caller, Lane.Agent], false, GrainHouse.None);
        CallSnapshot live = await grain.GetSnapshotAsync(GrainHouse.None);
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        Assert.Equal((RecordingState.Private, TranscriptionState.Off, TensionState.Private), (live.Recording, live.Transcription, live.Tension));
        Assert.Empty(_house.Journal.Entries);
        Assert.Empty(_house.Speech.Opened);
        Assert.Empty(_house.Recorder.Commands);
        IReadOnlyList<LiveEvent> heard = await _house.HearAsync();
        Assert.All(heard.OfType<CallUpdated>(), updated => Assert.Equal((new Party(null, null), new Party(null, null)), (updated.Call.Caller, updated.Call.Agent)));
        Assert.Null(Assert.Single(heard.OfType<CallEnded>()).Call.Caller.Number);
        Assert.DoesNotContain(heard, liveEvent => liveEvent is LevelsMeasured or KeyPressed);
    }

    [Fact]
    public async Task MakePrivateAsync_FoundLate_ErasesWhatWasKeptAndTakesNoMore()
    {
        CallGrain grain = await _house.StartCallAsync();
        FakeSpeechLane speech = _house.Speech.Last(Lane.Caller);
        speech.SayFinal("je vais te tuer");
        speech.SayAggression(0.5f);
        await _house.HearAsync(grain);

        await grain.MakePrivateAsync(GrainHouse.None);
        await grain.MakePrivateAsync(GrainHouse.None);
        int kept = _house.Journal.Entries.ToList().FindIndex(entry => entry is CallErasedJournalled);
        speech.SayFinal("encore");
        speech.SayAggression(1f, 2000, 4000);
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 0, new byte[1600]);
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        Assert.Equal("private", Assert.Single(_house.Journal.Of<CallErasedJournalled>()).Reason);
        Assert.All(_house.Journal.Entries.Skip(kept + 1), entry => Assert.True(entry is AlarmJournalled or TranscriptErasedJournalled, $"{entry}"));
        Assert.Equal(["refuse"], _house.Recorder.Commands);
        Assert.True(speech.IsDisposed);
        Assert.Equal(0, speech.Samples);
        Assert.Null(await grain.GetTensionAsync(GrainHouse.None));
        Alarm alarm = Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.All(alarm.Reasons, reason => Assert.Equal("", reason.Heard));
        CallEnded ended = Assert.Single(await _house.HearAsync<CallEnded>());
        Assert.Equal((RecordingState.Private, new Party(null, null)), (ended.Call.Recording, ended.Call.Caller));
    }
}
