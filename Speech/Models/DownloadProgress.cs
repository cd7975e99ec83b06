namespace Supervision.Speech.Models;

/// <summary>How far a download has come.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Received">Bytes on disk.</param>
/// <param name="Total">Bytes in all; 0 while unknown.</param>
public readonly record struct DownloadProgress(string Model, long Received, long Total);
