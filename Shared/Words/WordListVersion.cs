namespace Supervision.Shared.Words;

/// <summary>A published word list, without its text.</summary>
/// <param name="Number">From 1; <see cref="Own"/> is the list that comes with the console.</param>
/// <param name="PublishedAt">Null for the console's own.</param>
/// <param name="PublishedBy">Who; empty for the console's own.</param>
/// <param name="Comment">Why, as that person wrote it.</param>
/// <param name="PhraseCount">Lines that can raise an alarm.</param>
public sealed record WordListVersion(int Number, DateTimeOffset? PublishedAt, string PublishedBy, string Comment, int PhraseCount)
{
    /// <summary>Number of the list that comes with the console.</summary>
    public const int Own = 0;
}

/// <summary>The one draft: a text that is not in effect.</summary>
/// <param name="Text">Whole text; may have mistakes.</param>
/// <param name="Revision">Grows with each change, so that two people do not undo each other's work unseen.</param>
/// <param name="BasedOn">Number of the version that it began with.</param>
public sealed record WordListDraft(string Text, int Revision, int BasedOn, DateTimeOffset SavedAt, string SavedBy)
{
    /// <summary>Revision to give when there is no draft yet.</summary>
    public const int None = 0;
}

/// <summary>The word lists as they stand.</summary>
/// <param name="Current">In effect now.</param>
/// <param name="Model">What alarms say of it.</param>
/// <param name="Versions">Newest first, the console's own last; only <paramref name="Current"/> while the database is away.</param>
/// <param name="Draft">Null when there is none.</param>
/// <param name="IsDatabaseAway">Then nothing can be changed.</param>
public sealed record WordListState(
    WordListVersion Current, string Model, IReadOnlyList<WordListVersion> Versions, WordListDraft? Draft, bool IsDatabaseAway);
