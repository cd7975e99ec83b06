using System.Collections.Concurrent;
using Supervision.Shared;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>Keeps all that a call's media says, and checks what must hold for every frame.</summary>
internal sealed class CollectingSink : ICallMediaSink
{
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Piece?[] _last = new Piece?[4];
    private int _inside;

    internal sealed record Piece(Lane Lane, AudioCodec Codec, long Position, byte[] Bytes);

    internal ConcurrentQueue<Piece> Payloads { get; } = new();

    internal ConcurrentQueue<Piece> Frames { get; } = new();

    internal ConcurrentQueue<CallEvent> Events { get; } = new();

    internal ConcurrentQueue<string> Faults { get; } = new();

    /// <summary><see cref="Enough"/> ends at so many frames.</summary>
    internal int WantedFrames { get; init; } = int.MaxValue;

    internal Task Enough => _enough.Task;

    public void OnPayload(in MediaPayload payload)
    {
        Enter();
        Payloads.Enqueue(new Piece(payload.Lane, payload.Codec, payload.PositionSamples, payload.Bytes.ToArray()));
        Leave();
    }

    public void OnFrame(in AudioFrame frame)
    {
        Enter();
        Lane lane = frame.Lane;
        Piece? before = _last[(int)lane];
        if (frame.Payload.Length != AudioFrame.Samples)
        {
            Faults.Enqueue($"frame of {frame.Payload.Length}");
        }

        if (before is not null && frame.PositionSamples < before.Position + AudioFrame.Samples)
        {
            Faults.Enqueue($"frame at {frame.PositionSamples} after one at {before.Position}");
        }

        _last[(int)lane] = new Piece(lane, frame.Codec, frame.PositionSamples, frame.Payload.ToArray());
        Frames.Enqueue(_last[(int)lane]!);
        Leave();
        if (Frames.Count >= WantedFrames)
        {
            _enough.TrySetResult();
        }
    }

    public void OnEvent(CallEvent callEvent)
    {
        Enter();
        Events.Enqueue(callEvent);
        Leave();
    }

    /// <summary>The samples of all frames by position.</summary>
    internal Dictionary<long, byte> Timeline()
    {
        Dictionary<long, byte> timeline = [];
        foreach (Piece frame in Frames)
        {
            for (int i = 0; i < frame.Bytes.Length; i++)
            {
                timeline.Add(frame.Position + i, frame.Bytes[i]);
            }
        }

        return timeline;
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _inside) != 1)
        {
            Faults.Enqueue("two threads at once");
        }
    }

    private void Leave() => Interlocked.Decrement(ref _inside);
}
