using System.Globalization;

namespace Supervision.Speech.Worker;

/// <summary>How the server starts a worker; passed as arguments, since the worker reads no settings of its own.</summary>
internal sealed record WorkerOptions
{
    /// <summary>First argument: this process is a worker.</summary>
    internal const string Marker = "--speech-worker";

    internal required string SocketPath { get; init; }

    internal required string ModelDirectory { get; init; }

    internal required string VadPath { get; init; }

    /// <summary>Folder of the acoustic model; empty: no voice is scored.</summary>
    internal string AggressionDirectory { get; init; } = "";

    internal required int Threads { get; init; }

    internal required int MaxLagMs { get; init; }

    /// <summary>Resident memory beyond which no further recogniser is made.</summary>
    internal required int MaxMemoryMb { get; init; }

    internal required int WarmRecognisers { get; init; }

    internal IEnumerable<string> ToArguments() =>
    [
        Marker,
        "--socket", SocketPath,
        "--model", ModelDirectory,
        "--vad", VadPath,
        "--aggression", AggressionDirectory,
        "--threads", Threads.ToString(CultureInfo.InvariantCulture),
        "--max-lag-ms", MaxLagMs.ToString(CultureInfo.InvariantCulture),
        "--max-memory-mb", MaxMemoryMb.ToString(CultureInfo.InvariantCulture),
        "--warm", WarmRecognisers.ToString(CultureInfo.InvariantCulture),
    ];

    /// <exception cref="ArgumentException">Something is missing or no number: only another version's server would do so.</exception>
    internal static WorkerOptions Parse(string[] args)
    {
        return new WorkerOptions
        {
            SocketPath = Value(args, "--socket"),
            ModelDirectory = Value(args, "--model"),
            VadPath = Value(args, "--vad"),
            AggressionDirectory = Value(args, "--aggression"),
            Threads = Number(args, "--threads"),
            MaxLagMs = Number(args, "--max-lag-ms"),
            MaxMemoryMb = Number(args, "--max-memory-mb"),
            WarmRecognisers = Number(args, "--warm"),
        };
    }

    private static string Value(string[] args, string name)
    {
        int index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length
            ? args[index + 1]
            : throw new ArgumentException($"A speech worker needs {name}.", nameof(args));
    }

    private static int Number(string[] args, string name)
    {
        return int.TryParse(Value(args, name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new ArgumentException($"{name} is no number.", nameof(args));
    }
}
