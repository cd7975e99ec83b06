namespace Supervision.Speech.Hosting;

/// <summary>Where a worker stands in its life.</summary>
internal enum WorkerPhase : byte
{
    /// <summary>The process starts and loads the model.</summary>
    Starting,

    /// <summary>It takes lanes.</summary>
    Ready,

    /// <summary>It keeps its lanes until they end or can move, and takes no new ones.</summary>
    Retiring,

    /// <summary>It is gone.</summary>
    Ended,
}
