namespace Supervision.Speech.Worker;

/// <summary>What a lane's queue gives its decoder next.</summary>
internal enum QueueItemKind : byte
{
    /// <summary>Nothing to do yet.</summary>
    None = 0,

    /// <summary>An utterance begins at <see cref="QueueItem.From"/>.</summary>
    Begin = 1,

    /// <summary><see cref="QueueItem.Samples"/> samples were copied out.</summary>
    Audio = 2,

    /// <summary>The utterance ends at <see cref="QueueItem.From"/>.</summary>
    End = 3,

    /// <summary>Speech between <see cref="QueueItem.From"/> and <see cref="QueueItem.To"/> was skipped.</summary>
    Gap = 4,

    /// <summary>No more will come.</summary>
    Complete = 5,
}

/// <summary>One step of a lane, in the order of the call's clock.</summary>
internal readonly record struct QueueItem(QueueItemKind Kind, long From = 0, long To = 0, int Samples = 0);
