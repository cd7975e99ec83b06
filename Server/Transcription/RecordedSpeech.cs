using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech;

namespace Supervision.Server.Transcription;

/// <summary>Recordings, held out to the host of the speech workers. Thread-safe.</summary>
internal sealed class RecordedSpeech(SpeechHost host) : IRecordedSpeech
{
    public bool IsRunning => host.State == SpeechState.Running;

    public Task<IReadOnlyList<Utterance>> TranscribeAsync(
        CallId callId, Lane lane, IAsyncEnumerable<RecordedAudio> audio, CancellationToken cancellationToken) =>
        host.TranscribeAsync(callId, lane, audio, cancellationToken);
}
