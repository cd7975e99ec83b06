namespace Supervision.Speech.Aggression;

/// <summary>Whether a worker scores the callers' voices. Numbers belong to the wire.</summary>
internal enum AggressionState : byte
{
    /// <summary>It was given no model, or is too young to say.</summary>
    None = 0,

    /// <summary>The model is being loaded and tried.</summary>
    Loading = 1,

    Scoring = 2,

    /// <summary>The model does not load or fails; words go on.</summary>
    Failed = 3,
}
