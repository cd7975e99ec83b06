using Supervision.Server.Data;
using Supervision.Server.Words;
using Supervision.Shared.Words;

namespace Supervision.Server.Tests.Words;

/// <summary>Versions and draft in memory; can be away like a database.</summary>
internal sealed class FakeWordListStore : IWordListStore
{
    internal List<PublishedText> Versions { get; } = [];

    internal WordListDraft? Draft { get; set; }

    internal bool IsAway { get; set; }

    public Task WhenAvailableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<WordListVersion>> GetVersionsAsync(CancellationToken cancellationToken) =>
        Ask<IReadOnlyList<WordListVersion>>(() => [.. Versions.Select(version => version.Version).OrderByDescending(version => version.Number)]);

    public Task<PublishedText?> GetLatestAsync(CancellationToken cancellationToken) => Ask(() => Versions.MaxBy(version => version.Version.Number));

    public Task<int> GetLatestNumberAsync(CancellationToken cancellationToken) =>
        Ask(() => Versions.Count == 0 ? 0 : Versions.Max(version => version.Version.Number));

    public Task<string?> GetTextAsync(int number, CancellationToken cancellationToken) =>
        Ask(() => Versions.Find(version => version.Version.Number == number)?.Text);

    public Task<WordListDraft?> GetDraftAsync(CancellationToken cancellationToken) => Ask(() => Draft);

    public Task<WordListDraft?> SaveDraftAsync(DraftText draft, CancellationToken cancellationToken) => Ask(() =>
        (Draft?.Revision ?? WordListDraft.None) == draft.Revision
            ? Draft = new WordListDraft(draft.Text, draft.Revision + 1, Draft?.BasedOn ?? draft.BasedOn, draft.SavedAt, draft.SavedBy)
            : null);

    public Task<bool> DeleteDraftAsync(int revision, CancellationToken cancellationToken) => Ask(() => Remove(revision));

    public Task<bool> PublishAsync(PublishedText version, int? draftRevision, CancellationToken cancellationToken) => Ask(() =>
    {
        bool isFree = Versions.TrueForAll(known => known.Version.Number != version.Version.Number);
        if (!isFree || (draftRevision is { } revision && !Remove(revision)))
        {
            return false;
        }

        Versions.Add(version);
        return true;
    });

    private bool Remove(int revision)
    {
        bool isThere = Draft?.Revision == revision;
        Draft = isThere ? null : Draft;
        return isThere;
    }

    private Task<T> Ask<T>(Func<T> answer) => IsAway ? throw new DatabaseUnavailableException("test") : Task.FromResult(answer());
}
