namespace Supervision.Speech.Models;

/// <summary>Why a model could not be fetched or installed, as a sentence for an administrator.</summary>
public sealed class ModelDownloadException(string message, Exception? inner = null) : Exception(message, inner);
