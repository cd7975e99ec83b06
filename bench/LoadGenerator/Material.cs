using Supervision.Server.Demo;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;
using Supervision.Speech;

namespace Supervision.LoadGenerator;

/// <summary>What the calls play: the demonstration's conversations, one behind the other, cut to the length of the run.</summary>
internal sealed class Material
{
    private const int SamplesPerSecond = 8000;

    private readonly List<(byte[] Caller, byte[] Agent)> pairs = [];

    internal Material(string folder, int calls, int seconds)
    {
        IReadOnlyList<DemoCall> conversations = DemoCall.ReadAll(folder);
        // Different beginnings, so that not all calls speak at the same moment; as many as there are conversations.
        for (int i = 0; i < Math.Min(calls, conversations.Count); i++)
        {
            pairs.Add((Lay(conversations, i, Lane.Caller, seconds), Lay(conversations, i, Lane.Agent, seconds)));
        }
    }

    internal byte[] Caller(int call) => pairs[call % pairs.Count].Caller;

    internal byte[] Agent(int call) => pairs[call % pairs.Count].Agent;

    /// <summary>The same lanes through raw libvosk, each different one once; the cost is that of all <paramref name="calls"/>.</summary>
    internal RawBaseline Decode(string model, int calls)
    {
        short[][] lanes = [.. pairs.SelectMany(pair => (short[][])[Pcm(pair.Caller), Pcm(pair.Agent)])];
        (TimeSpan cpu, IReadOnlyList<IReadOnlyList<Word>> words) = RawVoskBaseline.Decode(model, lanes.Select(lane => (ReadOnlyMemory<short>)lane));
        return new RawBaseline(cpu.TotalSeconds * calls / pairs.Count, words);
    }

    private static byte[] Lay(IReadOnlyList<DemoCall> conversations, int first, Lane lane, int seconds)
    {
        byte[] audio = new byte[seconds * SamplesPerSecond];
        for (int at = 0, next = first; at < audio.Length; next++)
        {
            ReadOnlySpan<byte> conversation = conversations[next % conversations.Count].AudioOf(lane).Span;
            int length = Math.Min(conversation.Length, audio.Length - at);
            conversation[..length].CopyTo(audio.AsSpan(at));
            at += length;
        }

        return audio;
    }

    private static short[] Pcm(byte[] alaw)
    {
        short[] samples = new short[alaw.Length];
        G711.Decode(AudioCodec.Pcma, alaw, samples);
        return samples;
    }
}

/// <summary>What raw libvosk made of the material.</summary>
/// <param name="CpuSeconds">For all calls.</param>
/// <param name="Words">Of each different lane: caller and agent of the first pair, then of the next.</param>
internal sealed record RawBaseline(double CpuSeconds, IReadOnlyList<IReadOnlyList<Word>> Words)
{
    /// <summary>Words of one lane of one call.</summary>
    internal IReadOnlyList<Word> WordsOf(int call, Lane lane) => Words[(call * 2 % Words.Count) + (lane == Lane.Agent ? 1 : 0)];
}
