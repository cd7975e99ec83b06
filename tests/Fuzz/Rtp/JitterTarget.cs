using Supervision.Shared;
using Supervision.Telephony;
using Supervision.Telephony.Rtp;

namespace Supervision.Fuzz.Rtp;

/// <summary>
/// The jitter buffer and the cutter under any order of packets. Each five bytes of the input are one step: sequence forward or back,
/// position, length, time, kind.
/// </summary>
internal sealed class JitterTarget : IFuzzTarget, IFrameSink
{
    private const int StepBytes = 5;

    private readonly byte[] _audio = new byte[1024];
    private long _end;

    public string Name => "jitter";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. Enumerable.Repeat<byte[]>([1, 160, 40, 20, 0], 50).SelectMany(step => step)],
        [.. Enumerable.Repeat<byte[]>([2, 160, 40, 20, 0, 255, 0, 40, 0, 0, 2, 200, 20, 20, 1], 20).SelectMany(step => step)],
        [.. Enumerable.Repeat<byte[]>([120, 255, 60, 200, 0, 250, 10, 10, 0, 2], 20).SelectMany(step => step)],
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        RtpCounters counters = new();
        FrameCutter cutter = new(this, counters);
        JitterBuffer buffer = new(cutter, counters, 200);
        _end = 0;
        long sequence = 100_000;
        long position = 0;
        long now = 0;
        for (; input.Length >= StepBytes; input = input[StepBytes..])
        {
            sequence = Math.Max(0, sequence + (sbyte)input[0]);
            position = Math.Max(0, position + (input[1] << (input[4] & 3)) - 200);
            now += input[3] * 8;
            AudioCodec codec = (input[4] & 4) != 0 ? AudioCodec.Pcmu : AudioCodec.Pcma;
            buffer.Push(sequence, position, codec, _audio.AsSpan(0, input[2] * 4), now);
            buffer.Adapt(160, input[3]);
            buffer.Tick(now);
            if (buffer.HoldSamples is < 160 or > 1600)
            {
                throw new InvalidOperationException($"Waits for {buffer.HoldSamples} samples.");
            }
        }

        buffer.Restart();
        cutter.Flush();
    }

    public void OnFrame(AudioCodec codec, long position, ReadOnlySpan<byte> frame)
    {
        if (frame.Length != AudioFrame.Samples || position < _end)
        {
            throw new InvalidOperationException($"Frame of {frame.Length} at {position} after {_end}.");
        }

        _end = position + frame.Length;
    }
}
