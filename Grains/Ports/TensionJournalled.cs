using Supervision.Shared;

namespace Supervision.Grains.Ports;

/// <summary>A few seconds of a call's tension curve, to be forgotten with the call's words.</summary>
/// <param name="FromMs">Of the first point, on the call's clock; names the batch within its call.</param>
/// <param name="Points">Three numbers a point: position in ms, tension in thousandths, level.</param>
/// <param name="Model">Name and version of the acoustic model.</param>
/// <param name="RaiseThreshold">As it was then.</param>
/// <param name="ClearThreshold">As it was then.</param>
public sealed record TensionJournalled(
    CallId CallId,
    DateTimeOffset At,
    int FromMs,
    IReadOnlyList<int> Points,
    string Model,
    float RaiseThreshold,
    float ClearThreshold) : JournalEntry(CallId, At);
