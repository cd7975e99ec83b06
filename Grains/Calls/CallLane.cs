using System.Threading.Channels;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Calls;

/// <summary>One lane of a call: its queue of analysis audio, its level, its speech. All but the queue belongs to the grain's reader.</summary>
internal sealed class CallLane
{
    /// <summary>8 kHz × 100 ms: the piece of audio that a level is measured over.</summary>
    internal const int LevelSamples = 800;

    /// <summary>What <see cref="Shared.Live.LevelsMeasured"/> calls silence.</summary>
    internal const float SilenceDbfs = -90f;

    private readonly byte[] _window = new byte[LevelSamples];
    private int _filled;
    private AudioCodec _codec;
    private long _dropped;

    /// <param name="lane">Whose voice.</param>
    /// <param name="frames">Frames that may wait; beyond it the oldest is dropped and counted.</param>
    internal CallLane(Lane lane, int frames)
    {
        Lane = lane;
        var options = new BoundedChannelOptions(frames) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        Audio = Channel.CreateBounded<QueuedFrame>(options, _ => Interlocked.Increment(ref _dropped));
    }

    internal Lane Lane { get; }

    internal Channel<QueuedFrame> Audio { get; }

    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Which of the call's lines carries this lane, counted from 0; -1 for none.</summary>
    internal int Line { get; set; } = -1;

    /// <summary>Whether the call carries this lane.</summary>
    internal bool IsPresent => Line >= 0;

    /// <summary>Null while nobody transcribes the lane.</summary>
    internal ISpeechLane? Speech { get; set; }

    /// <summary>The only listener that is still heard; what an earlier one says comes too late.</summary>
    internal object? Listener { get; set; }

    /// <summary>After a fault the engine is not asked again before.</summary>
    internal DateTimeOffset RetrySpeechAt { get; set; }

    internal PartialUtterance? Partial { get; set; }

    internal int LagMs { get; set; }

    /// <summary>Up to where the lane has audio, in ms on the call's clock.</summary>
    internal int AudioToMs { get; set; }

    /// <summary>Up to where its words are told, as speech or as a gap, in ms on the call's clock; what came before its opening is nobody's.</summary>
    internal int ToldToMs { get; set; }

    /// <summary>Its speech failed: what is said from <see cref="ToldToMs"/> on is heard by nobody until it is opened again.</summary>
    internal bool IsDeaf { get; set; }

    /// <summary>Keeps the newest <see cref="LevelSamples"/> for the next measure.</summary>
    internal void Listen(AudioCodec codec, ReadOnlySpan<byte> g711)
    {
        if (codec != _codec || _filled + g711.Length > _window.Length)
        {
            _codec = codec;
            _filled = 0;
        }

        g711.CopyTo(_window.AsSpan(_filled));
        _filled += g711.Length;
    }

    /// <summary>dBFS since the measure before, silence when nothing came; null when the call has no such lane.</summary>
    internal float? MeasureLevel()
    {
        float level = _filled == 0 ? SilenceDbfs : Math.Max(SilenceDbfs, AudioLevel.Dbfs(_codec, _window.AsSpan(0, _filled)));
        _filled = 0;
        return IsPresent ? level : null;
    }

    internal void DiscardAudio()
    {
        while (Audio.Reader.TryRead(out _))
        {
        }

        _filled = 0;
    }
}
