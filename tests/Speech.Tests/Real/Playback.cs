using System.Diagnostics;
using Supervision.Shared;

namespace Supervision.Speech.Tests.Real;

/// <summary>Hands recorded audio to lanes, 20 ms at a time, at the pace of a call.</summary>
internal static class Playback
{
    internal const int FrameSamples = 160;

    private static readonly Lazy<byte[]> CallerAudio = new(() => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "caller.alaw")));

    /// <summary>14 s of A-law: three sentences, each after 1.5 s of silence.</summary>
    internal static byte[] Caller => CallerAudio.Value;

    /// <summary>Plays to all lanes at once from <paramref name="position"/> on; gives the position after the last frame.</summary>
    internal static async Task<long> PlayAsync(
        IReadOnlyList<SpeechLane> lanes, byte[] audio, long position, Action<int>? onFrame = null, AudioCodec codec = AudioCodec.Pcma)
    {
        long start = Stopwatch.GetTimestamp();
        for (int frame = 0; (frame + 1) * FrameSamples <= audio.Length; frame++)
        {
            TimeSpan ahead = TimeSpan.FromMilliseconds(frame * 20) - Stopwatch.GetElapsedTime(start);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead);
            }

            foreach (SpeechLane lane in lanes)
            {
                lane.Push(codec, position, audio.AsSpan(frame * FrameSamples, FrameSamples));
            }

            position += FrameSamples;
            onFrame?.Invoke(frame);
        }

        return position;
    }
}
