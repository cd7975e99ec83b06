using System.Text.Json.Serialization;

namespace Supervision.Shared.Calls;

/// <summary>One recognised word on the call's clock.</summary>
/// <param name="Text">Lower-case, as the recogniser writes it.</param>
/// <param name="StartMs">From the call's start, in ms.</param>
/// <param name="EndMs">From the call's start, in ms.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record Word(string Text, int StartMs, int EndMs, float Confidence);

/// <summary>What an entry of the transcript stands for. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UtteranceKind>))]
public enum UtteranceKind : byte
{
    Speech = 1,

    /// <summary>Speech that was skipped here (engine lost or overloaded); later transcription replaces it.</summary>
    Gap = 2,
}

/// <summary>A final piece of transcript of one lane.</summary>
public sealed record Utterance
{
    public required Lane Lane { get; init; }
    public required UtteranceKind Kind { get; init; }

    /// <summary>From the call's start, in ms.</summary>
    public required int StartMs { get; init; }

    /// <summary>From the call's start, in ms.</summary>
    public required int EndMs { get; init; }

    public required string Text { get; init; }
    public IReadOnlyList<Word> Words { get; init; } = [];

    /// <summary>Name and version of the model that heard it; empty for a gap.</summary>
    public string Model { get; init; } = "";
}

/// <summary>The words so far of an utterance that is not finished.</summary>
public sealed record PartialUtterance(Lane Lane, int StartMs, string Text);
