namespace Supervision.Shared.Tension;

/// <summary>What the acoustic model heard in one window of the caller's voice.</summary>
/// <param name="FromMs">Start of the window on the call's clock.</param>
/// <param name="ToMs">Its end.</param>
/// <param name="Probability">Of anger, 0 to 1, calibrated.</param>
/// <param name="Model">Name and version of the model.</param>
public sealed record AggressionScore(int FromMs, int ToMs, float Probability, string Model);
