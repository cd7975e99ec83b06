using Microsoft.ML.OnnxRuntime;

namespace Supervision.Speech.Vad;

/// <summary>
/// Silero VAD v6 at 8 kHz through ONNX Runtime: input [batch, 32 + 256], state [2, batch, 128], sr; output the probability of speech
/// in each window. Lanes are run together: 72 µs a window alone, 26 µs in a full batch. Used by one thread.
/// </summary>
internal sealed class SileroVad : IDisposable
{
    /// <summary>32 ms.</summary>
    internal const int WindowSamples = 256;

    /// <summary>Samples of the window before that the network wants in front.</summary>
    internal const int ContextSamples = 32;

    /// <summary>Values of one layer's state.</summary>
    internal const int StateSize = 128;

    /// <summary>Lanes looked at together.</summary>
    internal const int MaxBatch = 32;

    private const int InputSamples = ContextSamples + WindowSamples;

    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly Binding?[] _bindings = new Binding?[MaxBatch + 1];
    private readonly float[] _input = new float[MaxBatch * InputSamples];
    private readonly float[] _state = new float[2 * MaxBatch * StateSize];
    private readonly float[] _nextState = new float[2 * MaxBatch * StateSize];
    private readonly float[] _output = new float[MaxBatch];
    private readonly long[] _rate = [8000];

    /// <exception cref="OnnxRuntimeException">The file is no usable model.</exception>
    /// <exception cref="TypeInitializationException">libonnxruntime.so is not where the build puts it.</exception>
    internal SileroVad(string path)
    {
        _options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(path, _options);
    }

    /// <summary>Where the build puts the model.</summary>
    internal static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "vad", "silero_vad_v6.onnx");

    /// <summary>Puts a lane's window into place <paramref name="slot"/> of the next batch.</summary>
    /// <param name="slot">0 to <see cref="MaxBatch"/> − 1, filled from 0 on.</param>
    /// <param name="lane">Its state before the window.</param>
    /// <param name="window"><see cref="WindowSamples"/> samples.</param>
    /// <param name="batch">Size of the batch to come: the state's layout depends on it.</param>
    internal void Place(int slot, VadLaneState lane, ReadOnlySpan<short> window, int batch)
    {
        Span<float> input = _input.AsSpan(slot * InputSamples, InputSamples);
        lane.Context.CopyTo(input);
        for (int i = 0; i < WindowSamples; i++)
        {
            input[ContextSamples + i] = window[i] * (1f / 32768f);
        }

        lane.Network.AsSpan(0, StateSize).CopyTo(_state.AsSpan(slot * StateSize));
        lane.Network.AsSpan(StateSize, StateSize).CopyTo(_state.AsSpan((batch + slot) * StateSize));
    }

    /// <summary>Runs the placed windows; the result holds a probability a slot and is valid until the next run.</summary>
    internal ReadOnlySpan<float> Run(int batch)
    {
        Binding binding = _bindings[batch] ??= new Binding(this, batch);
        _session.RunWithBinding(_run, binding.Io);
        return _output.AsSpan(0, batch);
    }

    /// <summary>Takes a lane's state over after <see cref="Run"/>.</summary>
    internal void TakeState(int slot, VadLaneState lane, int batch)
    {
        _input.AsSpan((slot * InputSamples) + WindowSamples, ContextSamples).CopyTo(lane.Context);
        _nextState.AsSpan(slot * StateSize, StateSize).CopyTo(lane.Network);
        _nextState.AsSpan((batch + slot) * StateSize, StateSize).CopyTo(lane.Network.AsSpan(StateSize));
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

    /// <summary>The same buffers seen as tensors of one batch size: made once, so that a run allocates nothing.</summary>
    private sealed class Binding : IDisposable
    {
        private readonly OrtValue[] _values;

        internal Binding(SileroVad vad, int batch)
        {
            _values =
            [
                OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, vad._input.AsMemory(0, batch * InputSamples), [batch, InputSamples]),
                OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, vad._state.AsMemory(0, 2 * batch * StateSize), [2, batch, StateSize]),
                OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, vad._rate.AsMemory(), []),
                OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, vad._output.AsMemory(0, batch), [batch, 1]),
                OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, vad._nextState.AsMemory(0, 2 * batch * StateSize), [2, batch, StateSize]),
            ];
            Io = vad._session.CreateIoBinding();
            Io.BindInput("input", _values[0]);
            Io.BindInput("state", _values[1]);
            Io.BindInput("sr", _values[2]);
            Io.BindOutput("output", _values[3]);
            Io.BindOutput("stateN", _values[4]);
        }

        internal OrtIoBinding Io { get; }

        public void Dispose()
        {
            Io.Dispose();
            foreach (OrtValue value in _values)
            {
                value.Dispose();
            }
        }
    }
}
