using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Calls;
using Supervision.Server.Calls;
using Supervision.Server.Listening;
using Supervision.Server.Recordings;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;
using Supervision.Telephony;
using Supervision.Testing;

namespace Supervision.Server.Tests.Calls;

/// <summary>A pause asked for by the recording client, while the grain is slow to carry it out.</summary>
public sealed class RoutedCallPauseTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SlowGrain _grain = new();
    private readonly Counting _recording = new();

    [Fact]
    public async Task OnEvent_Pause_SilencesAtOnceUntilTheGrainHoldsIt()
    {
        RoutedCall call = Start();
        call.OnEvent(new CallRecordingPaused(_time.GetUtcNow(), true));
        Hear(call);
        Assert.Equal((0, 0), (_recording.Bytes, _grain.Bytes));

        // From here on the recorder and the grain are paused by themselves, and whoever resumes there is obeyed.
        _grain.Pausing.SetResult();
        call.OnEvent(new CallHungUp(_time.GetUtcNow(), CallEndReason.Normal));
        await call.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Hear(call);
        Assert.Equal((160, 160), (_recording.Bytes, _grain.Bytes));
    }

    private RoutedCall Start()
    {
        var offer = new CallOffer
        {
            CallId = CallId.New(_time),
            Source = CallSource.SipRec,
            Caller = new Party("0612345678", null),
            Agent = new Party("201", null),
            Lanes = [Lane.Caller, Lane.Agent],
            SipCallId = "a@b",
            StartedAt = _time.GetUtcNow(),
        };
        var rules = new CallRules(new ConsentSettings(), new PrivateLines(new AgentsSettings()), IsPrivate: false);
        return new RoutedCall(offer, _recording, _grain, new CallTap(_grain, _time), rules, NullLogger.Instance);
    }

    private static void Hear(RoutedCall call)
    {
        call.OnPayload(new MediaPayload { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Bytes = new byte[160] });
        call.OnFrame(new AudioFrame { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = 0, Payload = new byte[160] });
    }

    private sealed class Counting : ICallRecording
    {
        internal int Bytes { get; private set; }

        public void Write(in MediaPayload payload) => Bytes += payload.Bytes.Length;

        public void Close(CallEndReason reason, DateTimeOffset endedAt)
        {
        }
    }

    private sealed class SlowGrain : ICallGrain
    {
        internal TaskCompletionSource Pausing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal int Bytes { get; private set; }

        public bool MayBeHeard => false;

        public Task StartAsync(CallStart start, CancellationToken cancellationToken) => Task.CompletedTask;

        public void OnAudio(Lane lane, AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711) => Bytes += g711.Length;

        public Task PauseRecordingAsync(string by, CancellationToken cancellationToken) => Pausing.Task;

        public Task EndAsync(CallEndReason reason, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SetHeldAsync(bool isHeld, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetMediaSilentAsync(bool isSilent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetPartiesAsync(Party caller, Party agent, IReadOnlyList<Lane> lanes, bool isAgentLaneUnknown, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task PressKeyAsync(Lane lane, char key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ResumeRecordingAsync(string by, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RefuseRecordingAsync(string by, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetRecorderFailedAsync(bool hasFailed, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ListenAnswer> AddListenerAsync(CallListener listener, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemoveListenerAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CallSnapshot> GetSnapshotAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LiveTranscript> GetTranscriptAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CallTension?> GetTensionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task MakePrivateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
