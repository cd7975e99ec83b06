using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Server.Live;

namespace Supervision.Server.Tests.Live;

public sealed class AlarmWordsFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("supervision-words-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void List_NoFile_IsTheConsolesOwn()
    {
        AlarmWordsFile file = Load();

        Assert.True(file.List.PhraseCount >= 100);
        Assert.Empty(file.Errors);
    }

    [Fact]
    public void List_GoodFile_TakesItsPlace()
    {
        Write("version: mairie 3\ninsult notice: fripouille\n");
        AlarmWordsFile file = Load();

        Assert.Equal(1, file.List.PhraseCount);
        Assert.StartsWith("alarm-words/mairie 3 (", file.List.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void List_BadLines_AreAllToldAndTheOwnListIsKept()
    {
        Write("insult notice: fripouille\ninsult: x\nmenace critical: y\n");
        AlarmWordsFile file = Load();

        Assert.Equal(2, file.Errors.Count);
        Assert.StartsWith("alarm-words.txt, line 2: ", file.Errors[0], StringComparison.Ordinal);
        Assert.True(file.List.PhraseCount >= 100);
    }

    private AlarmWordsFile Load() => new(_directory, NullLogger<AlarmWordsFile>.Instance);

    private void Write(string text) => File.WriteAllText(Path.Combine(_directory, AlarmWordsFile.FileName), text);
}
