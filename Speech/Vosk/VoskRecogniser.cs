using System.Runtime.InteropServices;
using Supervision.Speech.Audio;

namespace Supervision.Speech.Vosk;

/// <summary>
/// One recogniser fed with 8 kHz telephone audio: brings it to the model's rate and counts what it heard. Used by one thread at a time.
/// After <see cref="Finish"/> the next audio starts a fresh utterance (fresh adaptation, warm graph); its times go on counting.
/// </summary>
internal sealed class VoskRecogniser : IDisposable
{
    /// <summary>Samples of 8 kHz handed over in one native call: 500 ms.</summary>
    internal const int MaxChunkSamples = 4000;

    private readonly VoskRecogniserHandle _handle;
    private readonly PolyphaseResampler? _resampler;
    private readonly short[] _resampled;
    private readonly VoskResultReader _reader = new();

    /// <param name="model">Stays owned by the caller.</param>
    /// <param name="sampleRate">The model's own rate; see <see cref="VoskModelFolder.SampleRate"/>.</param>
    internal VoskRecogniser(VoskModel model, int sampleRate)
    {
        nint handle = VoskNative.RecogniserNew(model, sampleRate);
        if (handle == 0)
        {
            throw new VoskException("libvosk cannot make a recogniser.");
        }

        _handle = new VoskRecogniserHandle(handle);
        VoskNative.SetWords(_handle, 1);
        if (sampleRate != PolyphaseResampler.TelephoneRate)
        {
            _resampler = new PolyphaseResampler(PolyphaseResampler.TelephoneRate, sampleRate);
            _resampled = new short[_resampler.MaxOutput(MaxChunkSamples)];
        }
        else
        {
            _resampled = [];
        }
    }

    /// <summary>Samples of 8 kHz heard over its life: the zero of its word times is its first sample.</summary>
    internal long HeardSamples { get; private set; }

    /// <summary>Hears at most <see cref="MaxChunkSamples"/>. True when the recogniser found the end of an utterance.</summary>
    internal unsafe bool Accept(ReadOnlySpan<short> samples)
    {
        HeardSamples += samples.Length;
        ReadOnlySpan<short> heard = samples;
        if (_resampler is not null)
        {
            heard = _resampled.AsSpan(0, _resampler.Process(samples, _resampled));
        }

        fixed (short* start = heard)
        {
            int result = VoskNative.AcceptWaveform(_handle, start, heard.Length);
            return result >= 0 ? result != 0 : throw new VoskException("libvosk failed while decoding.");
        }
    }

    /// <summary>The words so far; empty when there are none.</summary>
    internal unsafe string Partial() => VoskResultReader.ReadPartial(Bytes(VoskNative.PartialResult(_handle)));

    /// <summary>The utterance that just ended, after <see cref="Accept"/> said so. Valid until the next call.</summary>
    internal unsafe VoskResult Result() => _reader.Read(Bytes(VoskNative.Result(_handle)));

    /// <summary>Ends the utterance whatever was heard. Valid until the next call.</summary>
    internal unsafe VoskResult Finish()
    {
        VoskResult result = _reader.Read(Bytes(VoskNative.FinalResult(_handle)));
        _resampler?.Reset();
        return result;
    }

    public void Dispose() => _handle.Dispose();

    private static unsafe ReadOnlySpan<byte> Bytes(byte* text)
    {
        return text is null
            ? throw new VoskException("libvosk gave no result.")
            : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
    }
}
