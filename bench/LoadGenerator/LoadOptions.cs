using System.Globalization;

namespace Supervision.LoadGenerator;

/// <summary>The command line of <c>bench/run</c>.</summary>
internal sealed record LoadOptions
{
    /// <summary>Two-lane calls at once.</summary>
    internal int Calls { get; private init; } = 60;

    /// <summary>How long each call lasts once all are up, in seconds.</summary>
    internal int Seconds { get; private init; } = 60;

    /// <summary>Folder of another Vosk model; null for the demonstration model.</summary>
    internal string? Model { get; private init; }

    /// <summary>True: the server transcribes nothing.</summary>
    internal bool RecordOnly { get; private init; }

    /// <summary>A wall-board is open in Chromium, where there is one; nothing is to be seen there without transcription.</summary>
    internal bool Browser { get => field && !RecordOnly; private init; } = true;

    /// <summary>Folder with the calls that are played: NAME.json and NAME.alaw.</summary>
    internal string Material { get; private init; } = "demo/calls";

    /// <summary>The built server.</summary>
    internal string Server { get; private init; } = "Server/bin/Release/net10.0/Supervision.Server.dll";

    /// <exception cref="ArgumentException">An argument is unknown or not a number.</exception>
    internal static LoadOptions Parse(string[] arguments)
    {
        LoadOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--record-only" => options with { RecordOnly = true },
                "--no-browser" => options with { Browser = false },
                "--calls" => options with { Calls = Number(Value()) },
                "--seconds" => options with { Seconds = Number(Value()) },
                "--model" => options with { Model = Path.GetFullPath(Value()) },
                "--material" => options with { Material = Value() },
                "--server" => options with { Server = Value() },
                _ => throw new ArgumentException($"{name} is unknown. Known: --calls N --seconds S --record-only --no-browser --model DIR --material DIR --server DLL"),
            };

            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{name} wants a value.");

            int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
                ? number
                : throw new ArgumentException($"{name} wants a positive whole number, not '{text}'.");
        }

        return options;
    }
}
