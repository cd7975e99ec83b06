using System.Text.Json.Serialization;

namespace Supervision.Shared.Words;

/// <summary>What is wrong with a line of a word list; screens have a sentence for each.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WordListFault>))]
public enum WordListFault
{
    /// <summary>Not of the shape 'something: something'.</summary>
    Shape,

    /// <summary>What stands before the colon is not known.</summary>
    Head,

    Category,
    Severity,
    Accents,

    /// <summary>An element that is neither a word nor one of the notations.</summary>
    Element,

    /// <summary>One of several words is empty.</summary>
    EmptyAlternative,

    /// <summary>The phrase may begin or end with nothing but optional words or a gap.</summary>
    Edge,

    /// <summary>The line stands for too many phrases.</summary>
    TooManyPhrases,

    /// <summary>A verb whose forms are not known.</summary>
    Verb,

    /// <summary>A form of verbs that does not exist.</summary>
    VerbForm,

    /// <summary>A group of words that the list does not have.</summary>
    Group,

    /// <summary>The line is too long.</summary>
    TooLong,

    /// <summary>The whole list is too big.</summary>
    TooBig,

    /// <summary>The list has no phrase that could raise an alarm.</summary>
    NoPhrase,
}
