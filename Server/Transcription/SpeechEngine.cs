using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;
using Supervision.Speech;

namespace Supervision.Server.Transcription;

/// <summary>The grains' port to speech, held out to the host of the speech workers. Thread-safe.</summary>
internal sealed class SpeechEngine(SpeechHost host) : ISpeechEngine
{
    public ISpeechLane Open(CallId callId, Lane lane, ISpeechListener listener) =>
        new EngineLane(host.OpenLane(callId, lane, new Results(listener)));

    private sealed class EngineLane(SpeechLane lane) : ISpeechLane
    {
        public void Push(AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711) => lane.Push(codec, positionSamples, g711);

        public void SetPriority(SpeechPriority priority) => lane.SetPriority(priority switch
        {
            SpeechPriority.OpenAlarm => SpeechLanePriority.OpenAlarm,
            SpeechPriority.Agent => SpeechLanePriority.Agent,
            _ => SpeechLanePriority.Caller,
        });

        public Task CompleteAsync(CancellationToken cancellationToken) => lane.CompleteAsync(cancellationToken);

        public ValueTask DisposeAsync() => lane.DisposeAsync();
    }

    private sealed class Results(ISpeechListener listener) : ISpeechResults
    {
        public void OnPartial(PartialUtterance partial) => listener.OnPartial(partial);

        public void OnFinal(Utterance utterance) => listener.OnFinal(utterance);

        public void OnLag(Lane lane, int lagMs) => listener.OnLag(lane, lagMs);

        public void OnAggression(AggressionScore score) => listener.OnAggression(score);
    }
}
