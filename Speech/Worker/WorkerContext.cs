namespace Supervision.Speech.Worker;

/// <summary>What the parts of one worker share.</summary>
internal sealed class WorkerContext(WorkerOptions options, RecogniserPool pool, WorkerOutbox outbox, TimeProvider time)
{
    private long _decodedSamples;

    internal WorkerOptions Options { get; } = options;

    internal RecogniserPool Pool { get; } = pool;

    internal WorkerOutbox Outbox { get; } = outbox;

    internal TimeProvider Time { get; } = time;

    internal AudioBlockPool Blocks { get; } = new();

    /// <summary>8 kHz samples that recognisers heard.</summary>
    internal long DecodedSamples => Volatile.Read(ref _decodedSamples);

    internal void CountDecoded(int samples) => Interlocked.Add(ref _decodedSamples, samples);
}
