using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Server.Calls;
using Supervision.Server.Listening;
using Supervision.Server.Recordings;
using Supervision.Server.Tests.Live;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Tests.Calls;

public sealed class CallRouterTests : IAsyncDisposable
{
    private readonly LiveHouse _house = new();
    private readonly FakeRecordings _recordings = new();
    private readonly CallRouter _router;

    public CallRouterTests()
    {
        var privateLines = new PrivateLines(new AgentsSettings { PrivateLinePattern = "^2[89][0-9]$" });
        _router = new CallRouter(
            _recordings, _house.Directory, new CallTaps(_house.Time), new ConsentSettings(), privateLines, _house.Time, NullLogger<CallRouter>.Instance);
    }

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task CallStarted_WholeCall_EventsReachTheGrainInOrder()
    {
        CallOffer offer = Offer();
        var call = (RoutedCall)_router.CallStarted(offer)!;
        call.OnEvent(new CallHeld(_house.Time.GetUtcNow(), true));
        call.OnEvent(new CallHeld(_house.Time.GetUtcNow(), false));
        call.OnEvent(new CallMediaSilent(_house.Time.GetUtcNow(), true));
        call.OnEvent(new CallMediaSilent(_house.Time.GetUtcNow(), false));
        call.OnEvent(new CallKeyPressed(_house.Time.GetUtcNow(), Lane.Caller, '5'));
        call.OnEvent(new CallRecordingPaused(_house.Time.GetUtcNow(), true));
        call.OnEvent(new CallRecordingPaused(_house.Time.GetUtcNow(), false));
        call.OnEvent(new CallPartiesChanged(_house.Time.GetUtcNow(), new Party("1", "Durand"), offer.Agent, offer.Lanes));
        call.OnEvent(new CallHungUp(_house.Time.GetUtcNow() + TimeSpan.FromSeconds(5), CallEndReason.Normal));
        await call.Completion;

        Assert.Equal(
            ["held", "resumed", "media-silent", "media-back", "key", "paused", "recording-resumed"],
            _house.Journal.Of<CallEventJournalled>().Select(entry => entry.Kind));
        CallSnapshot ended = _house.Journal.Of<CallJournalled>()[^1].Call;
        Assert.Equal(("Durand", CallEndReason.Normal, CallState.Ended), (ended.Caller.Name, ended.EndReason, ended.State));
        Assert.Equal(["pause", "resume"], _house.Recorder.Commands);
        Assert.Equal((CallEndReason.Normal, 1), (_recordings.Opened[0].Reason, _recordings.Opened[0].Closings));
    }

    [Fact]
    public async Task OnPayloadAndFrame_GoToRecordingAndGrain()
    {
        var call = (RoutedCall)_router.CallStarted(Offer())!;
        await StartedAsync(call);
        call.OnPayload(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Bytes = new byte[160] });
        call.OnFrame(new AudioFrame { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Payload = new byte[160] });
        call.OnEvent(new CallHungUp(_house.Time.GetUtcNow(), CallEndReason.Normal));
        await call.Completion;

        Assert.Equal(160, _recordings.Opened[0].Bytes);
        Assert.Equal(160, _house.Speech.Last(Lane.Caller).Samples);
    }

    [Fact]
    public async Task OnPayload_RecordingThrows_AnalysisAndTheCallGoOn()
    {
        var call = (RoutedCall)_router.CallStarted(Offer())!;
        await StartedAsync(call);
        _recordings.Opened[0].Fault = new IOException("disk");
        call.OnPayload(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Bytes = new byte[160] });
        call.OnFrame(new AudioFrame { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Payload = new byte[160] });
        call.OnEvent(new CallHungUp(_house.Time.GetUtcNow(), CallEndReason.Normal));
        await call.Completion;

        Assert.Equal(160, _house.Speech.Last(Lane.Caller).Samples);
        Assert.Equal(CallState.Ended, _house.Journal.Of<CallJournalled>()[^1].Call.State);
    }

    [Fact]
    public async Task OnEvent_RecorderRefusesACommand_TheNextEventsStillCome()
    {
        var call = (RoutedCall)_router.CallStarted(Offer())!;
        _house.Recorder.Fault = new IOException("disk");
        call.OnEvent(new CallRecordingPaused(_house.Time.GetUtcNow(), true));
        call.OnEvent(new CallHungUp(_house.Time.GetUtcNow(), CallEndReason.MediaLost));
        await call.Completion;

        Assert.Equal(CallEndReason.MediaLost, _house.Journal.Of<CallJournalled>()[^1].Call.EndReason);
    }

    [Fact]
    public async Task OnEvent_FloodOfKeys_IsBoundedAndTheHangUpComesThrough()
    {
        var call = (RoutedCall)_router.CallStarted(Offer())!;
        for (int i = 0; i < 100_000; i++)
        {
            call.OnEvent(new CallKeyPressed(_house.Time.GetUtcNow(), Lane.Caller, '1'));
        }

        call.OnEvent(new CallHungUp(_house.Time.GetUtcNow(), CallEndReason.Normal));
        await call.Completion;

        int kept = _house.Journal.Of<CallEventJournalled>().Count;
        Assert.Equal(100_000, kept + call.KeysDropped);
        Assert.Equal(CallState.Ended, _house.Journal.Of<CallJournalled>()[^1].Call.State);
    }

    [Fact]
    public async Task OnEvent_RefusalKeyBehindAFlood_Refuses()
    {
        var call = (RoutedCall)_router.CallStarted(Offer())!;
        for (int i = 0; i < 10_000; i++)
        {
            call.OnEvent(new CallKeyPressed(_house.Time.GetUtcNow(), Lane.Caller, '1'));
        }

        call.OnEvent(new CallKeyPressed(_house.Time.GetUtcNow(), Lane.Caller, '9'));
        call.OnEvent(new CallHungUp(_house.Time.GetUtcNow(), CallEndReason.Normal));
        await call.Completion;

        Assert.Equal(["refuse"], _house.Recorder.Commands);
        Assert.Equal(RecordingState.Refused, _house.Journal.Of<CallJournalled>()[^1].Call.Recording);
        Assert.Single(_house.Journal.Of<TranscriptErasedJournalled>());
    }

    [Theory]
    [InlineData("0612345678", "285")]
    [InlineData("291", "201")]
    public async Task CallStarted_PrivateLine_NothingIsRecordedHeardOrKept(string caller, string agent)
    {
        var call = (RoutedCall)_router.CallStarted(Offer() with { Caller = new Party(caller, "Durand"), Agent = new Party(agent, null) })!;
        call.OnPayload(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Bytes = new byte[160] });
        call.OnFrame(new AudioFrame { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Payload = new byte[160] });
        call.OnEvent(new CallPartiesChanged(_house.Time.GetUtcNow(), new Party("0612345678", "Durand"), new Party("201", null), [Lane.Caller, Lane.Agent]));
        call.OnPayload(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 160, Bytes = new byte[160] });
        call.OnEvent(new CallHungUp(_house.Time.GetUtcNow(), CallEndReason.Normal));
        await call.Completion;

        Assert.Empty(_recordings.Opened);
        Assert.Empty(_house.Speech.Opened);
        Assert.Empty(_house.Journal.Entries);
    }

    [Fact]
    public async Task OnEvent_PartiesTurnOutPrivate_MediaStopsAtOnceAndWhatWasKeptIsErased()
    {
        var call = (RoutedCall)_router.CallStarted(Offer())!;
        await StartedAsync(call);
        call.OnPayload(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Bytes = new byte[160] });
        call.OnEvent(new CallPartiesChanged(_house.Time.GetUtcNow(), new Party("0612345678", null), new Party("285", null), [Lane.Caller, Lane.Agent]));
        call.OnPayload(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 160, Bytes = new byte[160] });
        call.OnFrame(new AudioFrame { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 160, Payload = new byte[160] });
        call.OnEvent(new CallHungUp(_house.Time.GetUtcNow(), CallEndReason.Normal));
        await call.Completion;

        Assert.Equal(160, _recordings.Opened[0].Bytes);
        Assert.Equal(0, _house.Speech.Last(Lane.Caller).Samples);
        Assert.Equal(["refuse"], _house.Recorder.Commands);
        Assert.IsType<CallErasedJournalled>(_house.Journal.Entries[^1]);
        Assert.DoesNotContain(_house.Journal.Of<CallJournalled>(), entry => entry.Call.Agent.Number == "285");
    }

    [Fact]
    public async Task StopAsync_CallsLeft_EndAsServerStopped()
    {
        var call = (RoutedCall)_router.CallStarted(Offer())!;
        _router.CallStarted(Offer());

        await _router.StopAsync(CancellationToken.None);

        Assert.True(call.Completion.IsCompleted);
        Assert.Equal(
            2, _house.Journal.Of<CallJournalled>().Count(entry => entry.Call is { EndReason: CallEndReason.ServerStopped, Transcription: TranscriptionState.Complete }));
        Assert.All(_recordings.Opened, recording => Assert.Equal(CallEndReason.ServerStopped, recording.Reason));
    }

    private async Task StartedAsync(RoutedCall call)
    {
        call.OnEvent(new CallKeyPressed(_house.Time.GetUtcNow(), Lane.Caller, '#'));
        while (_house.Journal.Of<CallEventJournalled>().Count == 0)
        {
            await Task.Yield();
        }
    }

    private CallOffer Offer() => new()
    {
        CallId = CallId.New(_house.Time),
        Source = CallSource.SipRec,
        Caller = new Party("0612345678", null),
        Agent = new Party("201", null),
        Lanes = [Lane.Caller, Lane.Agent],
        SipCallId = "a@b",
        StartedAt = _house.Time.GetUtcNow(),
    };

    private sealed class FakeRecordings : ICallRecordings
    {
        internal List<FakeRecording> Opened { get; } = [];

        public ICallRecording Open(CallOffer offer)
        {
            Opened.Add(new FakeRecording());
            return Opened[^1];
        }
    }

    private sealed class FakeRecording : ICallRecording
    {
        internal int Bytes { get; private set; }

        internal int Closings { get; private set; }

        internal CallEndReason? Reason { get; private set; }

        internal Exception? Fault { get; set; }

        public void Write(in MediaPayload payload)
        {
            if (Fault is not null)
            {
                throw Fault;
            }

            Bytes += payload.Bytes.Length;
        }

        public void Close(CallEndReason reason, DateTimeOffset endedAt)
        {
            Reason = reason;
            Closings++;
        }
    }
}
