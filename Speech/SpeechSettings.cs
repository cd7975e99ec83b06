using Supervision.Shared;

namespace Supervision.Speech;

/// <summary>Section <c>Speech</c>: the engine that turns voices into words.</summary>
public sealed record SpeechSettings : ISettingsSection
{
    public static string SectionName => "Speech";

    /// <summary>False: no transcription at all; everything else works.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Worker processes, 0 to 16. 0: two where memory allows, else one.</summary>
    public int Workers { get; init; }

    /// <summary>Decoder threads of each worker, 0 to 64. 0: processors divided by workers, at least one.</summary>
    public int Threads { get; init; }

    /// <summary>Folder that holds models (or is one), looked into before all others. Empty: the usual places.</summary>
    public string ModelDirectory { get; init; } = "";

    /// <summary>Name of the model to use. Empty: the best one in <see cref="Language"/> that is installed.</summary>
    public string Model { get; init; } = "";

    /// <summary>Language of the calls, as two letters.</summary>
    public string Language { get; init; } = "fr";

    /// <summary>Whether a better model may be fetched from the internet in the background.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>Base URL of a mirror that holds the models' archives by file name. Empty: the URLs of models.json.</summary>
    public string ModelsUrl { get; init; } = "";

    /// <summary>How far a lane may trail its voice before it skips ahead, in ms, 1000 to 60000.</summary>
    public int MaxLagMs { get; init; } = 5000;

    /// <summary>Resident memory of one worker, in MB, 0 or 256 to 65536: beyond it no recogniser is made, a quarter more and the worker is replaced. 0: by the machine's memory.</summary>
    public int MaxWorkerMemoryMb { get; init; }

    /// <summary>A worker older than this is replaced without losing a word, in minutes, 1 to 10080.</summary>
    public int MaxWorkerAgeMinutes { get; init; } = 720;

    /// <summary>Warm recognisers kept ready in each worker beyond those in use, 0 to 64.</summary>
    public int WarmRecognisers { get; init; } = 2;

    public IEnumerable<string> Errors()
    {
        return new[]
        {
            Range(nameof(Workers), Workers, 0, 16),
            Range(nameof(Threads), Threads, 0, 64),
            Range(nameof(MaxLagMs), MaxLagMs, 1000, 60_000),
            MaxWorkerMemoryMb == 0 ? null : Range(nameof(MaxWorkerMemoryMb), MaxWorkerMemoryMb, 256, 65_536),
            Range(nameof(MaxWorkerAgeMinutes), MaxWorkerAgeMinutes, 1, 10_080),
            Range(nameof(WarmRecognisers), WarmRecognisers, 0, 64),
            Language.Length == 2 ? null : $"Speech:Language is '{Language}'; it must be two letters, for instance fr.",
            ModelsUrl.Length == 0 || IsHttp(ModelsUrl) ? null : $"Speech:ModelsUrl is '{ModelsUrl}'; it must be an http or https URL.",
            ModelDirectory.Length == 0 || Directory.Exists(ModelDirectory)
                ? null
                : $"Speech:ModelDirectory is '{ModelDirectory}'; there is no such folder.",
        }.OfType<string>();
    }

    private static string? Range(string name, int value, int least, int most)
    {
        return value >= least && value <= most ? null : $"Speech:{name} is {value}; it must be between {least} and {most}.";
    }

    private static bool IsHttp(string url)
    {
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
    }
}
