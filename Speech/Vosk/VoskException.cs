namespace Supervision.Speech.Vosk;

/// <summary>libvosk said no, without ending the process.</summary>
internal sealed class VoskException(string message) : Exception(message);
