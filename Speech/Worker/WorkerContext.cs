using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Worker;

/// <summary>What the parts of one worker share.</summary>
internal sealed class WorkerContext(WorkerOptions options, RecogniserPool pool, WorkerOutbox outbox, TimeProvider time)
{
    private long _decodedSamples;

    internal WorkerOptions Options { get; } = options;

    internal RecogniserPool Pool { get; } = pool;

    internal WorkerOutbox Outbox { get; } = outbox;

    internal TimeProvider Time { get; } = time;

    /// <summary>Where callers' lanes put what is to be scored; null when the worker was given no acoustic model.</summary>
    internal CallerAudioQueue? CallerAudio { get; } = options.AggressionDirectory.Length > 0 ? new CallerAudioQueue(time) : null;

    internal AudioBlockPool Blocks { get; } = new();

    /// <summary>8 kHz samples that recognisers heard.</summary>
    internal long DecodedSamples => Volatile.Read(ref _decodedSamples);

    internal void CountDecoded(int samples) => Interlocked.Add(ref _decodedSamples, samples);
}
