using Supervision.Grains.Rules;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared.Words;

namespace Supervision.Server.Words;

/// <summary>What is done with word lists, whoever may do it: the callers check that. Thread-safe.</summary>
internal sealed class WordListService(IWordListStore store, PublishedWords words, IAccessLog accessLog, TimeProvider time)
{
    /// <summary>Characters of a whole text.</summary>
    internal const int MaxTextChars = 1_000_000;

    /// <summary>Characters of the comment of a publication.</summary>
    internal const int MaxCommentChars = 500;

    /// <summary>Name in the access log; persisted.</summary>
    internal const string PublishedAction = "word-list-publish";

    /// <summary>The last text that was compiled to try sentences on: each keystroke in the box asks for the same one.</summary>
    private volatile Compiled? _tried;

    internal async Task<WordListState> GetAsync(CancellationToken cancellationToken)
    {
        string model = words.Live.Current.Version;
        WordListVersion current = words.Published.Version;
        try
        {
            IReadOnlyList<WordListVersion> versions = await store.GetVersionsAsync(cancellationToken);
            WordListDraft? draft = await store.GetDraftAsync(cancellationToken);
            return new WordListState(current, model, [.. versions, PublishedWords.OwnVersion], draft, IsDatabaseAway: false);
        }
        catch (DatabaseUnavailableException)
        {
            return new WordListState(current, model, [current], null, IsDatabaseAway: true);
        }
    }

    /// <summary>Null when there is no such version.</summary>
    internal async Task<string?> GetTextAsync(int number, CancellationToken cancellationToken)
    {
        if (number == WordListVersion.Own)
        {
            return AlarmWordList.DefaultText;
        }

        PublishedText published = words.Published;
        return published.Version.Number == number ? published.Text : await store.GetTextAsync(number, cancellationToken);
    }

    /// <summary>Null when the draft is no longer of that revision. A text with mistakes is kept: it is a draft.</summary>
    internal Task<WordListDraft?> SaveDraftAsync(string text, int revision, string by, CancellationToken cancellationToken) => store.SaveDraftAsync(
        new DraftText(text, revision, words.Published.Version.Number, time.GetUtcNow(), by), cancellationToken);

    internal Task<bool> DiscardDraftAsync(int revision, CancellationToken cancellationToken) => store.DeleteDraftAsync(revision, cancellationToken);

    internal async Task<PublicationOutcome> PublishAsync(int revision, string comment, Actor actor, CancellationToken cancellationToken)
    {
        if (await store.GetDraftAsync(cancellationToken) is not { } draft || draft.Revision != revision)
        {
            return new PublicationOutcome(Publication.Conflict, null);
        }

        return await PublishAsync(draft.Text, revision, comment, actor, cancellationToken);
    }

    /// <summary>An old text becomes a new version: what was in effect when is never changed afterwards.</summary>
    internal async Task<PublicationOutcome> RestoreAsync(int number, string comment, Actor actor, CancellationToken cancellationToken) =>
        await GetTextAsync(number, cancellationToken) is { } text
            ? await PublishAsync(text, null, comment, actor, cancellationToken)
            : new PublicationOutcome(Publication.NotFound, null);

    /// <summary>Null when the text has mistakes.</summary>
    internal WordTrial? Try(string? listText, string sentence)
    {
        AlarmWordList? list = listText is null ? words.Live.Current : Compile(listText);
        return list is null ? null : WordTrials.Try(list, sentence);
    }

    private async Task<PublicationOutcome> PublishAsync(
        string text, int? draftRevision, string comment, Actor actor, CancellationToken cancellationToken)
    {
        WordListReading reading = WordListReader.Read(text);
        if (reading.List is not { } list)
        {
            return new PublicationOutcome(Publication.HasMistakes, null);
        }

        int latest = Math.Max(await store.GetLatestNumberAsync(cancellationToken), words.Published.Version.Number);
        var version = new WordListVersion(latest + 1, time.GetUtcNow(), actor.Name, comment.Trim(), list.PhraseCount);
        await accessLog.WriteAsync(
            new AccessEntry(time.GetUtcNow(), actor.Name, PublishedAction, null, PublishedWords.NameOf(version.Number), actor.RemoteAddress), cancellationToken);
        if (!await store.PublishAsync(new PublishedText(version, text), draftRevision, cancellationToken))
        {
            return new PublicationOutcome(Publication.Conflict, null);
        }

        words.Adopt(new PublishedText(version, text));
        return new PublicationOutcome(Publication.Done, version);
    }

    private AlarmWordList? Compile(string text)
    {
        if (_tried is { } tried && tried.Text == text)
        {
            return tried.List;
        }

        var compiled = new Compiled(text, WordListReader.Read(text, "brouillon").List);
        _tried = compiled;
        return compiled.List;
    }

    private sealed record Compiled(string Text, AlarmWordList? List);
}

/// <summary>How a publication ended.</summary>
internal enum Publication
{
    Done,

    /// <summary>Somebody else changed or published the draft meanwhile.</summary>
    Conflict,

    /// <summary>The text has mistakes: it is not published.</summary>
    HasMistakes,

    NotFound,
}

/// <param name="Version">Null unless it was published.</param>
internal sealed record PublicationOutcome(Publication Result, WordListVersion? Version);
