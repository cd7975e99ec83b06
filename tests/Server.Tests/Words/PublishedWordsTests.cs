using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Server.Words;
using Supervision.Shared.Words;
using Supervision.Testing;

namespace Supervision.Server.Tests.Words;

/// <summary>Where the list comes from at start, and what stays when the database does not.</summary>
public sealed class PublishedWordsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("supervision-words-").FullName;
    private readonly FakeWordListStore _store = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Start_NoFile_IsTheConsolesOwn()
    {
        PublishedWords words = Start();

        Assert.Equal(WordListVersion.Own, words.Published.Version.Number);
        Assert.True(words.Live.Current.PhraseCount >= 100);
        Assert.Empty(words.Problems);
    }

    [Fact]
    public async Task Start_TownsOldFile_IsInEffectAtOnceAndBecomesTheFirstVersion()
    {
        WriteOld("version: mairie 3\ninsult notice: fripouille\n");
        PublishedWords words = Start();
        Assert.StartsWith("alarm-words/mairie 3 (", words.Live.Current.Version, StringComparison.Ordinal);

        await LookAsync(words);

        PublishedText first = Assert.Single(_store.Versions);
        Assert.Equal((1, "alarm-words.txt", 1), (first.Version.Number, first.Version.PublishedBy, first.Version.PhraseCount));
        Assert.StartsWith("alarm-words/v1 (", words.Live.Current.Version, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_directory, WordListFiles.OldName)));
        Assert.True(File.Exists(Path.Combine(_directory, WordListFiles.ImportedName)));

        await LookAsync(Start());
        Assert.Single(_store.Versions);
    }

    [Fact]
    public async Task Start_OldFileWithMistakes_IsToldLineByLineAndNotTaken()
    {
        WriteOld("insult notice: fripouille\ninsult: x\nmenace critical: y\n");
        PublishedWords words = Start();
        await LookAsync(words);

        Assert.Equal(2, words.Problems.Count);
        Assert.StartsWith("alarm-words.txt, line 2: ", words.Problems[0], StringComparison.Ordinal);
        Assert.Equal(Shared.PartState.Degraded, new WordsHealth(words).Report().State);
        Assert.True(words.Live.Current.PhraseCount >= 100);
        Assert.Empty(_store.Versions);
    }

    [Fact]
    public void Start_WithoutDatabase_HasTheLastPublishedList()
    {
        Assert.True(Start().Adopt(Version(7, "insult notice: fripouille")));

        PublishedWords again = Start();

        Assert.Equal((7, "claire", "essai"), (again.Published.Version.Number, again.Published.Version.PublishedBy, again.Published.Version.Comment));
        Assert.StartsWith("alarm-words/v7 (", again.Live.Current.Version, StringComparison.Ordinal);
        Assert.Equal("insult notice: fripouille", again.Published.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("insult notice: fripouille")]
    [InlineData("#published {\n")]
    [InlineData("#published {\"Number\":3}\ninsult notice: [")]
    public void Start_DamagedMirror_IsTheConsolesOwn(string text)
    {
        Directory.CreateDirectory(Path.Combine(_directory, "words"));
        File.WriteAllText(Path.Combine(_directory, "words", "published.txt"), text);

        Assert.Equal(WordListVersion.Own, Start().Published.Version.Number);
    }

    [Fact]
    public async Task Look_NewDatabase_IsGivenWhatTheMirrorKnows()
    {
        PublishedWords words = Start();
        words.Adopt(Version(7, "insult notice: fripouille"));

        await LookAsync(words);

        Assert.Equal(7, Assert.Single(_store.Versions).Version.Number);
    }

    [Fact]
    public async Task Look_AnotherServerPublished_IsTakenOver()
    {
        PublishedWords words = Start();
        words.Adopt(Version(1, "insult notice: fripouille"));
        _store.Versions.Add(Version(1, "insult notice: fripouille"));
        _store.Versions.Add(Version(2, "insult notice: canaille"));

        await LookAsync(words);

        Assert.Equal(2, words.Published.Version.Number);
        Assert.False(words.Adopt(Version(1, "insult notice: fripouille")));
        Assert.Equal(2, words.Published.Version.Number);
    }

    [Fact]
    public void Adopt_ListThatThisReleaseCannotRead_KeepsTheOneInEffect()
    {
        PublishedWords words = Start();

        Assert.False(words.Adopt(Version(1, "insult notice: <nouveau>|")));
        Assert.Equal(WordListVersion.Own, words.Published.Version.Number);
        Assert.Single(words.Problems);
    }

    private static PublishedText Version(int number, string text) =>
        new(new WordListVersion(number, new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero), "claire", "essai", 1), text);

    private PublishedWords Start() => new(_directory, NullLogger<PublishedWords>.Instance);

    private Task LookAsync(PublishedWords words)
    {
        using var sync = new WordListSync(_store, words, _time, NullLogger<WordListSync>.Instance);
        return sync.LookAsync(CancellationToken.None);
    }

    private void WriteOld(string text) => File.WriteAllText(Path.Combine(_directory, WordListFiles.OldName), text);
}
