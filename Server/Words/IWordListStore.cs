using Supervision.Shared.Words;

namespace Supervision.Server.Words;

/// <summary>Keeps published lists and the draft.</summary>
/// <exception cref="Data.DatabaseUnavailableException">Every method, while the database is away.</exception>
internal interface IWordListStore
{
    /// <summary>Completes when the store can be asked.</summary>
    Task WhenAvailableAsync(CancellationToken cancellationToken);

    /// <summary>Newest first, without the console's own.</summary>
    Task<IReadOnlyList<WordListVersion>> GetVersionsAsync(CancellationToken cancellationToken);

    /// <summary>Null when nothing was ever published.</summary>
    Task<PublishedText?> GetLatestAsync(CancellationToken cancellationToken);

    /// <summary>0 when nothing was ever published.</summary>
    Task<int> GetLatestNumberAsync(CancellationToken cancellationToken);

    /// <summary>Null when there is no such version.</summary>
    Task<string?> GetTextAsync(int number, CancellationToken cancellationToken);

    Task<WordListDraft?> GetDraftAsync(CancellationToken cancellationToken);

    /// <summary>Null when the draft is no longer of that revision.</summary>
    Task<WordListDraft?> SaveDraftAsync(DraftText draft, CancellationToken cancellationToken);

    /// <summary>False when the draft is no longer of that revision.</summary>
    Task<bool> DeleteDraftAsync(int revision, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a version and, when a revision is given, removes that draft; both or neither. False when the number is taken or the draft is no
    /// longer of that revision.
    /// </summary>
    Task<bool> PublishAsync(PublishedText version, int? draftRevision, CancellationToken cancellationToken);
}

/// <summary>A published list with its text.</summary>
internal sealed record PublishedText(WordListVersion Version, string Text);

/// <summary>A draft to be kept.</summary>
/// <param name="Revision">Of the draft that it takes the place of; <see cref="WordListDraft.None"/> when there is none.</param>
internal sealed record DraftText(string Text, int Revision, int BasedOn, DateTimeOffset SavedAt, string SavedBy);
