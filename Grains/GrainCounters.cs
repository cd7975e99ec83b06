namespace Supervision.Grains;

/// <summary>What the grains of one process had to let go since the start. Safe from any thread.</summary>
internal sealed class GrainCounters
{
    private long _analysisFramesDropped;
    private long _utterancesLost;

    /// <summary>20 ms frames; the recordings have them.</summary>
    internal long AnalysisFramesDropped => Interlocked.Read(ref _analysisFramesDropped);

    /// <summary>Utterances that found a mailbox full.</summary>
    internal long UtterancesLost => Interlocked.Read(ref _utterancesLost);

    internal void AddAnalysisFramesDropped(long frames) => Interlocked.Add(ref _analysisFramesDropped, frames);

    internal void AddUtteranceLost() => Interlocked.Increment(ref _utterancesLost);
}
