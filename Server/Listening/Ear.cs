using System.Threading.Channels;
using Supervision.Telephony;

namespace Supervision.Server.Listening;

/// <summary>
/// What waits for one listener. Written by a media thread, which neither waits nor allocates; read by her connection. A connection that
/// is too slow loses the oldest audio, counted: who listens live hears now, not a minute ago.
/// </summary>
internal sealed class Ear
{
    /// <summary>2 lanes × 25 frames × 20 ms = 500 ms.</summary>
    internal const int Capacity = 50;

    private readonly Channel<HeardFrame> _frames;
    private readonly ListeningCounters _counters;

    internal Ear(ListeningCounters counters)
    {
        _counters = counters;
        var options = new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _frames = Channel.CreateBounded<HeardFrame>(options, _ => _counters.AddDropped());
    }

    internal ChannelReader<HeardFrame> Frames => _frames.Reader;

    internal void Hear(in AudioFrame frame, long arrivedMs) => _frames.Writer.TryWrite(new HeardFrame(in frame, arrivedMs));

    /// <summary>The call is over: what waits is still sent.</summary>
    internal void Close() => _frames.Writer.TryComplete();
}
