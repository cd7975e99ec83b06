namespace Supervision.Speech.Vosk;

/// <summary>One recognised word; times are seconds of the recogniser's own life.</summary>
internal readonly record struct VoskWord(string Text, double Start, double End, float Confidence);

/// <summary>A final result. The list is reused by the recogniser's next one.</summary>
internal readonly record struct VoskResult(string Text, IReadOnlyList<VoskWord> Words);
