namespace Supervision.Speech.Wire;

/// <summary>Why a worker cannot work at all.</summary>
internal enum WorkerFault : byte
{
    /// <summary>libvosk itself is missing or does not load.</summary>
    Engine = 1,

    /// <summary>The model is missing, incomplete or refused.</summary>
    Model = 2,
}
