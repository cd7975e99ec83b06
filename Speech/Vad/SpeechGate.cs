using Supervision.Speech.Worker;

namespace Supervision.Speech.Vad;

/// <summary>
/// Lets speech through to a lane's queue and keeps silence out: opens on a probable window, with a little audio from before so that no
/// first consonant is lost, and closes after a pause long enough for the recogniser's own end-of-utterance rules. Owned by the VAD's thread.
/// </summary>
internal sealed class SpeechGate(SpeechQueue queue)
{
    /// <summary>A window this probable opens the gate: below Silero's 0.5, since a missed word costs more than a decoded noise.</summary>
    internal const float OpenProbability = 0.4f;

    /// <summary>A window below this counts as silence while the gate is open.</summary>
    internal const float SilenceProbability = 0.25f;

    /// <summary>10 windows × 32 ms = 320 ms kept from before.</summary>
    internal const int PreRollWindows = 10;

    /// <summary>20 windows × 32 ms = 640 ms of silence close the gate.</summary>
    internal const int HangoverWindows = 20;

    private readonly short[] _preRoll = new short[PreRollWindows * SileroVad.WindowSamples];
    private int _preRollCount;
    private int _silent;

    internal bool IsOpen { get; private set; }

    /// <summary>Call position before which nothing is held back any more: what a silent lane has behind it for good.</summary>
    internal long SafePosition { get; private set; }

    /// <summary>Judges one window that starts at <paramref name="position"/> on the call's clock, right after the one before.</summary>
    internal void Judge(float probability, long position, ReadOnlySpan<short> window)
    {
        if (!IsOpen && probability < OpenProbability)
        {
            Keep(window);
            SafePosition = position + SileroVad.WindowSamples - (_preRollCount * SileroVad.WindowSamples);
            return;
        }

        if (!IsOpen)
        {
            IsOpen = true;
            int kept = _preRollCount * SileroVad.WindowSamples;
            queue.Begin(position - kept);
            queue.Append(_preRoll.AsSpan(0, kept));
            _preRollCount = 0;
            _silent = 0;
        }

        queue.Append(window);
        _silent = probability < SilenceProbability ? _silent + 1 : 0;
        if (_silent >= HangoverWindows)
        {
            Close(position + window.Length);
        }
    }

    /// <summary>Ends the utterance if one is open, and forgets what was kept: the lane jumps, stops or is silent for long.</summary>
    internal void Close(long position)
    {
        if (IsOpen)
        {
            queue.End(position);
        }

        IsOpen = false;
        _preRollCount = 0;
        SafePosition = position;
    }

    private void Keep(ReadOnlySpan<short> window)
    {
        if (_preRollCount == PreRollWindows)
        {
            _preRoll.AsSpan(SileroVad.WindowSamples).CopyTo(_preRoll);
            _preRollCount--;
        }

        window.CopyTo(_preRoll.AsSpan(_preRollCount * SileroVad.WindowSamples));
        _preRollCount++;
    }
}
