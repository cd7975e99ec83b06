using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech;

namespace Supervision.Server.Transcription;

/// <summary>What <see cref="LaterTranscription"/> needs of the speech engine. Thread-safe.</summary>
internal interface IRecordedSpeech
{
    /// <summary>Whether it is worth asking now.</summary>
    bool IsRunning { get; }

    /// <inheritdoc cref="SpeechHost.TranscribeAsync"/>
    Task<IReadOnlyList<Utterance>> TranscribeAsync(
        CallId callId, Lane lane, IAsyncEnumerable<RecordedAudio> audio, CancellationToken cancellationToken);
}
