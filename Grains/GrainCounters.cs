namespace Supervision.Grains;

/// <summary>What the grains of one process had to let go since the start. Safe from any thread.</summary>
internal sealed class GrainCounters
{
    private long _analysisFramesDropped;
    private long _utterancesLost;
    private long _scoresRefused;

    /// <summary>20 ms frames; the recordings have them.</summary>
    internal long AnalysisFramesDropped => Interlocked.Read(ref _analysisFramesDropped);

    /// <summary>Utterances that found a mailbox full.</summary>
    internal long UtterancesLost => Interlocked.Read(ref _utterancesLost);

    /// <summary>Scores that may not count: of another lane, of a call that is held, paused, refused or private, or of a full mailbox.</summary>
    internal long ScoresRefused => Interlocked.Read(ref _scoresRefused);

    internal void AddAnalysisFramesDropped(long frames) => Interlocked.Add(ref _analysisFramesDropped, frames);

    internal void AddUtteranceLost() => Interlocked.Increment(ref _utterancesLost);

    internal void AddScoreRefused() => Interlocked.Increment(ref _scoresRefused);
}
