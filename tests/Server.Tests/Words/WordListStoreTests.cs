using Supervision.Server.Data;
using Supervision.Server.Tests.Data;
using Supervision.Server.Words;
using Supervision.Shared.Words;

namespace Supervision.Server.Tests.Words;

/// <summary>The SQL of word lists on a real PostgreSQL.</summary>
[Collection(ClusterGroup.Name)]
public sealed class WordListStoreTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static int databases;
    private Database database = null!;
    private WordListStore store = null!;

    public async Task InitializeAsync()
    {
        database = await cluster.OpenDatabaseAsync($"words_{Interlocked.Increment(ref databases)}");
        store = new WordListStore(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Versions_PublishedAndRead_AsTheyWere()
    {
        Assert.Null(await store.GetLatestAsync(default));
        Assert.Equal(0, await store.GetLatestNumberAsync(default));
        Assert.True(await store.PublishAsync(Version(1, "insult notice: fripouille"), null, default));
        Assert.True(await store.PublishAsync(Version(2, "insult notice: canaille"), null, default));
        Assert.False(await store.PublishAsync(Version(2, "insult notice: gredin"), null, default));

        Assert.Equal([2, 1], (await store.GetVersionsAsync(default)).Select(version => version.Number));
        Assert.Equal(Version(2, "insult notice: canaille"), await store.GetLatestAsync(default));
        Assert.Equal("insult notice: fripouille", await store.GetTextAsync(1, default));
        Assert.Null(await store.GetTextAsync(3, default));
    }

    [Fact]
    public async Task Draft_TwoPeople_TheSlowerOneIsTold()
    {
        WordListDraft first = (await store.SaveDraftAsync(new DraftText("a", WordListDraft.None, 4, At, "claire"), default))!;
        Assert.Equal(new WordListDraft("a", 1, 4, At, "claire"), first);
        Assert.Null(await store.SaveDraftAsync(new DraftText("b", WordListDraft.None, 4, At, "denis"), default));

        WordListDraft second = (await store.SaveDraftAsync(new DraftText("b", 1, 9, At, "denis"), default))!;
        Assert.Equal(new WordListDraft("b", 2, 4, At, "denis"), second);
        Assert.Null(await store.SaveDraftAsync(new DraftText("c", 1, 4, At, "claire"), default));
        Assert.False(await store.DeleteDraftAsync(1, default));
        Assert.Equal(second, await store.GetDraftAsync(default));
    }

    [Fact]
    public async Task Publish_DraftChangedMeanwhile_NothingHappens()
    {
        await store.SaveDraftAsync(new DraftText("a", WordListDraft.None, 0, At, "claire"), default);

        Assert.False(await store.PublishAsync(Version(1, "a"), 7, default));
        Assert.Empty(await store.GetVersionsAsync(default));
        Assert.True(await store.PublishAsync(Version(1, "a"), 1, default));
        Assert.Null(await store.GetDraftAsync(default));
    }

    private static PublishedText Version(int number, string text) => new(new WordListVersion(number, At, "claire", "essai", 1), text);
}
