namespace Supervision.Speech.Models;

/// <summary>One model of models.json.</summary>
public sealed record ModelEntry
{
    /// <summary>Name of the model and of the folder that holds it.</summary>
    public required string Name { get; init; }

    /// <summary>What engine reads it: <c>speech</c> or <c>aggression</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Two letters.</summary>
    public required string Language { get; init; }

    public required string Version { get; init; }

    /// <summary>Of the archive; null for a model that comes with the console only.</summary>
    public string? Url { get; init; }

    /// <summary>Of the archive, in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Of the archive, in hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    /// <summary>What it is for, in a sentence.</summary>
    public required string Purpose { get; init; }

    /// <summary>The lowest of those that are there is used.</summary>
    public required int Rank { get; init; }

    /// <summary>Good enough to show and to test, not to work with.</summary>
    public bool Demonstration { get; init; }
}
