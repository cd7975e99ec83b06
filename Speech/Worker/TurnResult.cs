namespace Supervision.Speech.Worker;

/// <summary>How a lane's turn on a decoder thread ended.</summary>
internal enum TurnResult : byte
{
    /// <summary>Its queue is empty.</summary>
    Idle,

    /// <summary>Its share of this turn is used up.</summary>
    More,

    /// <summary>It begins to speak and memory is full: it waits for another lane's recogniser.</summary>
    NoRecogniser,

    /// <summary>Its last word is told.</summary>
    Completed,
}
