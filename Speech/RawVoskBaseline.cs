using System.Diagnostics;
using Supervision.Speech.Vosk;

namespace Supervision.Speech;

/// <summary>
/// libvosk alone, for comparison: the same audio through one recogniser a lane, 100 ms at a time, partials five times a second, words on; no
/// VAD, no wire, no second process. For benchmarks.
/// </summary>
internal static class RawVoskBaseline
{
    /// <summary>100 ms.</summary>
    private const int ChunkSamples = 800;

    /// <summary>Decodes lanes one after the other on this thread.</summary>
    /// <param name="modelDirectory">A Vosk model.</param>
    /// <param name="lanes">16-bit PCM at 8 kHz, silence included.</param>
    /// <returns>Processor time of the decoding alone, without the model's load; and the words that were found.</returns>
    internal static (TimeSpan Cpu, int Words) Decode(string modelDirectory, IEnumerable<ReadOnlyMemory<short>> lanes)
    {
        VoskNative.SetLogLevel(-1);
        using VoskModel model = VoskModel.Load(modelDirectory);
        int sampleRate = VoskModelFolder.SampleRate(modelDirectory);
        using var self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        int words = 0;
        foreach (ReadOnlyMemory<short> lane in lanes)
        {
            using var recogniser = new VoskRecogniser(model, sampleRate);
            words += Decode(recogniser, lane.Span);
        }

        self.Refresh();
        return (self.TotalProcessorTime - before, words);
    }

    private static int Decode(VoskRecogniser recogniser, ReadOnlySpan<short> samples)
    {
        int words = 0;
        int chunk = 0;
        for (; !samples.IsEmpty; samples = samples[Math.Min(ChunkSamples, samples.Length)..])
        {
            if (recogniser.Accept(samples[..Math.Min(ChunkSamples, samples.Length)]))
            {
                words += recogniser.Result().Words.Count;
            }
            else if (++chunk % 2 == 0)
            {
                _ = recogniser.Partial();
            }
        }

        return words + recogniser.Finish().Words.Count;
    }
}
