using Supervision.Grains.Ports;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Calls;

/// <summary>
/// Pause, resume, refusal, and a recorder that fails. Paused or refused, the call is neither recorded, nor transcribed, nor analysed: the
/// speech lanes are closed, frames and keys are let go, results under way are not heard.
/// </summary>
internal sealed partial class CallGrain
{
    private bool _isPaused;
    private bool _isRefused;
    private bool _hasRecorderFailed;

    private bool IsAnalysisStopped => _isPaused || _isRefused || _isPrivate;

    private RecordingState Recording =>
        _isPrivate ? RecordingState.Private
        : _isRefused ? RecordingState.Refused
        : _isPaused ? RecordingState.Paused
        : _hasRecorderFailed ? RecordingState.Failed
        : RecordingState.Recording;

    public Task PauseRecordingAsync(string by, CancellationToken cancellationToken)
    {
        return WhileLiveAsync(() => Pause(by), cancellationToken);
    }

    public Task ResumeRecordingAsync(string by, CancellationToken cancellationToken)
    {
        return WhileLiveAsync(() => Resume(by), cancellationToken);
    }

    public Task RefuseRecordingAsync(string by, CancellationToken cancellationToken)
    {
        return WhileLiveAsync(() => Refuse(by), cancellationToken);
    }

    public Task SetRecorderFailedAsync(bool hasFailed, CancellationToken cancellationToken)
    {
        return WhileLiveAsync(() => SetRecorderFailed(hasFailed), cancellationToken);
    }

    private void Pause(string by)
    {
        if (IsAnalysisStopped)
        {
            return;
        }

        _isPaused = true;
        StopAnalysis();
        JournalEvent("paused", by);
        Changed(isDurable: true);

        // Last: should the recorder throw, the sender hears of it and analysis rests all the same.
        _services.Recorder.Pause(Id);
    }

    private void Resume(string by)
    {
        if (!_isPaused || _isRefused || _isPrivate)
        {
            return;
        }

        _services.Recorder.Resume(Id);
        _isPaused = false;
        _takesAudio = true;
        BreakTension();

        // What still waits was said during the pause.
        DiscardAudio();
        OpenSpeech();
        JournalEvent("recording-resumed", by);
        Changed(isDurable: true);
    }

    private void Refuse(string by)
    {
        if (_isRefused || _isPrivate)
        {
            return;
        }

        _isRefused = true;
        EraseTension();
        StopAnalysis();
        _finals.Clear();
        DateTimeOffset now = _services.Time.GetUtcNow();
        JournalEvent("refused", by);
        Journal(new TranscriptErasedJournalled(Id, now, "refused"));
        Changed(isDurable: true);
        Observe(_services.Alarms.ForgetWordsAsync(Id, CancellationToken.None));
        _services.Recorder.Refuse(Id);
    }

    private void SetRecorderFailed(bool hasFailed)
    {
        if (_hasRecorderFailed == hasFailed || _isPrivate)
        {
            return;
        }

        _hasRecorderFailed = hasFailed;
        JournalEvent(hasFailed ? "recorder-failed" : "recorder-recovered", "");
        Changed(isDurable: true);
    }

    private void StopAnalysis()
    {
        _takesAudio = false;
        CloseSpeech();
        RestLevels();
        BreakTension();
    }
}
