using Supervision.Shared.Words;

namespace Supervision.Client.Services;

/// <summary>
/// The lists of words that raise alarms. Supervisors and administrators read and try; administrators alone change. Who asks comes from the
/// sign-in, never from a parameter.
/// </summary>
/// <exception cref="UnauthorizedAccessException">Every method, for somebody who may not.</exception>
public interface IWordLists
{
    Task<WordListState> GetAsync(CancellationToken cancellationToken);

    /// <summary>Whole text of a version; null when there is no such version.</summary>
    Task<string?> GetTextAsync(int number, CancellationToken cancellationToken);

    /// <summary>Every line of a text with its fault.</summary>
    Task<IReadOnlyList<WordListLine>> ReadAsync(string text, CancellationToken cancellationToken);

    /// <summary>One line, for immediate validation.</summary>
    WordListLine ReadLine(string text);

    /// <summary>What is heard in a sentence by the list in effect, or by <paramref name="listText"/>; null when that has mistakes.</summary>
    Task<WordTrial?> TryAsync(string? listText, string sentence, CancellationToken cancellationToken);

    /// <summary>Null when somebody else changed the draft meanwhile.</summary>
    Task<WordListDraft?> SaveDraftAsync(string text, int revision, CancellationToken cancellationToken);

    /// <summary>False when somebody else changed the draft meanwhile.</summary>
    Task<bool> DiscardDraftAsync(int revision, CancellationToken cancellationToken);

    /// <summary>Null when somebody else changed the draft meanwhile or it has mistakes.</summary>
    Task<WordListVersion?> PublishAsync(int revision, string comment, CancellationToken cancellationToken);

    /// <summary>Publishes an old text again, as a new version; null when somebody else published meanwhile.</summary>
    Task<WordListVersion?> RestoreAsync(int number, string comment, CancellationToken cancellationToken);
}
