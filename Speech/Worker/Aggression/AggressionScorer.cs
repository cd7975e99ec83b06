using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Supervision.Speech.Worker.Aggression;

/// <summary>
/// The acoustic model through ONNX Runtime: input <c>audio</c> [batch, samples] at 8 kHz in [-1, 1), output <c>probability</c> [batch].
/// Takes <see cref="CallerAudio"/> and nothing else. Used by one thread.
/// </summary>
internal sealed class AggressionScorer : IDisposable
{
    /// <summary>Windows looked at together.</summary>
    internal const int MaxBatch = 8;

    private const string InputName = "audio";
    private const string OutputName = "probability";

    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly Binding?[] _bindings = new Binding?[MaxBatch + 1];
    private readonly float[] _input = new float[MaxBatch * CallerAudio.WindowSamples];
    private readonly float[] _output = new float[MaxBatch];

    /// <exception cref="OnnxRuntimeException">The graph is no usable model.</exception>
    /// <exception cref="InvalidDataException">It is a model, but not this one's kind.</exception>
    internal AggressionScorer(byte[] network)
    {
        _options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(network, _options);
        try
        {
            CheckFace();

            // Two windows of silence, nobody's voice: a graph that cannot be run in batches is found now and not in a call.
            Run(1);
            Run(2);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Puts a window into place <paramref name="slot"/> of the next batch.</summary>
    internal void Place(int slot, CallerAudio audio)
    {
        Span<float> input = _input.AsSpan(slot * CallerAudio.WindowSamples, CallerAudio.WindowSamples);
        ReadOnlySpan<short> samples = audio.Samples;
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = samples[i] * (1f / 32768f);
        }
    }

    /// <summary>Runs the placed windows; the result holds a probability a slot and is valid until the next run.</summary>
    /// <exception cref="OnnxRuntimeException">The graph fails on them.</exception>
    /// <exception cref="InvalidDataException">What it answers is no probability.</exception>
    internal ReadOnlySpan<float> Run(int batch)
    {
        Binding binding = _bindings[batch] ??= new Binding(this, batch);
        _session.RunWithBinding(_run, binding.Io);
        ReadOnlySpan<float> output = _output.AsSpan(0, batch);
        foreach (float probability in output)
        {
            if (!(probability is >= 0 and <= 1))
            {
                throw new InvalidDataException("the model's answer is no probability");
            }
        }

        return output;
    }

    public void Dispose()
    {
        foreach (Binding? binding in _bindings)
        {
            binding?.Dispose();
        }

        _run.Dispose();
        _session.Dispose();
        _options.Dispose();
    }

    private void CheckFace()
    {
        bool takesAudio = _session.InputMetadata is { Count: 1 } inputs
            && inputs.TryGetValue(InputName, out NodeMetadata? input)
            && input is { ElementDataType: TensorElementType.Float, Dimensions.Length: 2 };
        bool givesProbability = _session.OutputMetadata.TryGetValue(OutputName, out NodeMetadata? output)
            && output is { ElementDataType: TensorElementType.Float, Dimensions.Length: 1 };
        if (!takesAudio || !givesProbability)
        {
            throw new InvalidDataException($"the network does not take {InputName} [batch, samples] and give {OutputName} [batch]");
        }
    }

    /// <summary>The same buffers seen as tensors of one batch size: made once, so that a run allocates nothing.</summary>
    private sealed class Binding : IDisposable
    {
        private readonly OrtValue _input;
        private readonly OrtValue _output;

        internal Binding(AggressionScorer scorer, int batch)
        {
            _input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, scorer._input.AsMemory(0, batch * CallerAudio.WindowSamples), [batch, CallerAudio.WindowSamples]);
            _output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, scorer._output.AsMemory(0, batch), [batch]);
            Io = scorer._session.CreateIoBinding();
            Io.BindInput(InputName, _input);
            Io.BindOutput(OutputName, _output);
        }

        internal OrtIoBinding Io { get; }

        public void Dispose()
        {
            Io.Dispose();
            _input.Dispose();
            _output.Dispose();
        }
    }
}
