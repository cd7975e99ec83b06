using System.Text.Json.Serialization;
using Supervision.Shared.Alarms;

namespace Supervision.Shared.Words;

/// <summary>What a line of a word list is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WordListLineKind>))]
public enum WordListLineKind
{
    /// <summary>Empty, a comment, or a setting: kept as it is.</summary>
    Other,

    /// <summary>Raises an alarm.</summary>
    Phrase,

    /// <summary>Takes phrases back.</summary>
    Exception,

    /// <summary>Names words that phrases may use together.</summary>
    Group,
}

/// <summary>One line of the text of a word list, as it was read.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">A line that could not be read at all is <see cref="WordListLineKind.Other"/> with a fault.</param>
/// <param name="Text">As written.</param>
public sealed record WordListLine(int Number, WordListLineKind Kind, string Text)
{
    /// <summary>Null for what is not a phrase.</summary>
    public AlarmCategory? Category { get; init; }

    /// <summary>Null for what is not a phrase.</summary>
    public AlarmSeverity? Severity { get; init; }

    /// <summary>Name of a group; empty for what is none.</summary>
    public string Group { get; init; } = "";

    /// <summary>What stands behind the colon; empty for other lines.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Null when the line is well.</summary>
    public WordListFault? Fault { get; init; }

    /// <summary>The part that is wrong, as written.</summary>
    public string FaultSubject { get; init; } = "";
}
