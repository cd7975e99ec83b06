using Supervision.Speech.Aggression;
using Supervision.Speech.Hosting;
using Supervision.Speech.Models;

namespace Supervision.Speech;

/// <summary>What the composition gives the engine besides its settings.</summary>
public sealed record SpeechHostOptions
{
    /// <summary>The server's data folder; models are downloaded into its <c>models</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether callers' voices are scored and with what; checked by the composition.</summary>
    public AggressionSettings Aggression { get; init; } = new();

    /// <summary>
    /// How long a call waits for its last words. A lane that has no worker ends after half of it, one whose worker has too much to do after
    /// four fifths, so that the call knows what is missing.
    /// </summary>
    public TimeSpan CallPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How a worker is started; by default this program once more.</summary>
    public WorkerCommand WorkerCommand { get; init; } = WorkerCommand.ThisProgram();

    /// <summary>Folder for the workers' sockets, a few characters long; by default a private one of the system's temporary folder.</summary>
    public string? SocketDirectory { get; init; }

    /// <summary>Where models are looked for; by default the usual places.</summary>
    internal ModelStore? Store { get; init; }

    /// <summary>How models are fetched; by default over HTTP.</summary>
    internal ModelDownloader? Downloader { get; init; }

    /// <summary>The VAD's network; by default the one that the build puts beside the program.</summary>
    internal string? VadPath { get; init; }
}
