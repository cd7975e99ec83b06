using System.Diagnostics;
using Supervision.Shared.Calls;
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
    /// <returns>Processor time of the decoding alone, without the model's load; and the words of each lane on its own clock.</returns>
    internal static (TimeSpan Cpu, IReadOnlyList<IReadOnlyList<Word>> Words) Decode(string modelDirectory, IEnumerable<ReadOnlyMemory<short>> lanes)
    {
        VoskNative.SetLogLevel(-1);
        using VoskModel model = VoskModel.Load(modelDirectory);
        int sampleRate = VoskModelFolder.SampleRate(modelDirectory);
        using var self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        List<IReadOnlyList<Word>> words = [];
        foreach (ReadOnlyMemory<short> lane in lanes)
        {
            using var recogniser = new VoskRecogniser(model, sampleRate);
            words.Add(Decode(recogniser, lane.Span));
        }

        self.Refresh();
        return (self.TotalProcessorTime - before, words);
    }

    private static List<Word> Decode(VoskRecogniser recogniser, ReadOnlySpan<short> samples)
    {
        List<Word> words = [];
        int chunk = 0;
        for (; !samples.IsEmpty; samples = samples[Math.Min(ChunkSamples, samples.Length)..])
        {
            if (recogniser.Accept(samples[..Math.Min(ChunkSamples, samples.Length)]))
            {
                words.AddRange(recogniser.Result().Words.Select(ToWord));
            }
            else if (++chunk % 2 == 0)
            {
                _ = recogniser.Partial();
            }
        }

        words.AddRange(recogniser.Finish().Words.Select(ToWord));
        return words;
    }

    private static Word ToWord(VoskWord word) => new(word.Text, (int)(word.Start * 1000), (int)(word.End * 1000), word.Confidence);
}
