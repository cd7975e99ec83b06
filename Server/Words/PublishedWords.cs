using System.Globalization;
using Supervision.Grains.Rules;
using Supervision.Shared.Words;

namespace Supervision.Server.Words;

/// <summary>
/// The list in effect: known from the start, without a database, and changed while calls run. Where it comes from at start: the mirror of
/// the last published version, else a town's <c>alarm-words.txt</c>, else the list that comes with the console. Safe from any thread.
/// </summary>
internal sealed partial class PublishedWords
{
    private readonly Lock _gate = new();
    private readonly WordListFiles _files;
    private readonly ILogger _logger;
    private PublishedText _published;

    public PublishedWords(string dataDirectory, ILogger<PublishedWords> logger)
    {
        _files = new WordListFiles(dataDirectory);
        _logger = logger;
        _published = new PublishedText(OwnVersion, AlarmWordList.DefaultText);
        Live = new LiveWordList(OwnList);
        ReadFiles();
        LogUsed(Live.Current.Version, Live.Current.PhraseCount);
    }

    /// <summary>What calls read.</summary>
    internal LiveWordList Live { get; }

    /// <summary>What is in effect, with its text.</summary>
    internal PublishedText Published
    {
        get
        {
            lock (_gate)
            {
                return _published;
            }
        }
    }

    /// <summary>A town's list from before versions were kept, not yet a version; null when there is none that can be read.</summary>
    internal string? OldText { get; private set; }

    /// <summary>Why a file of the data directory is not used, one sentence each; empty when all is well.</summary>
    internal IReadOnlyList<string> Problems { get; private set; } = [];

    internal static AlarmWordList OwnList { get; } = AlarmWordList.LoadDefault();

    internal static WordListVersion OwnVersion { get; } = new(WordListVersion.Own, null, "", "", OwnList.PhraseCount);

    /// <summary>Name of a version in alarms.</summary>
    internal static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"v{number}");

    /// <summary>
    /// Puts a published list into effect, for live calls from their next utterance on, and writes the mirror. An older one than what is in
    /// effect is passed over: whoever reads the database late must not undo a publication. False when it was passed over or cannot be read.
    /// </summary>
    internal bool Adopt(PublishedText version)
    {
        AlarmWordList? list = WordListReader.Read(version.Text, NameOf(version.Version.Number)).List;
        if (list is null)
        {
            LogUnreadable(version.Version.Number);
            Problems = [$"Version {version.Version.Number} of the word list cannot be read by this release; version {Published.Version.Number} stays in effect."];
            return false;
        }

        lock (_gate)
        {
            if (version.Version.Number < _published.Version.Number)
            {
                return false;
            }

            _published = version;
            Live.Use(list);
            Problems = [];
            WriteMirror(version);
        }

        LogUsed(list.Version, list.PhraseCount);
        return true;
    }

    /// <summary>The town's old list is a version now.</summary>
    internal void ForgetOld()
    {
        OldText = null;
        try
        {
            _files.SetOldAside();
            LogImported(WordListFiles.OldName, WordListFiles.ImportedName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFileFailed(e, WordListFiles.OldName);
        }
    }

    private void ReadFiles()
    {
        try
        {
            if (_files.ReadMirror() is { } mirror && WordListReader.Read(mirror.Text, NameOf(mirror.Version.Number)).List is { } list)
            {
                _published = mirror;
                Live.Use(list);
                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogFileFailed(e, "words/published.txt");
        }

        ReadOld();
    }

    private void ReadOld()
    {
        try
        {
            if (_files.ReadOld() is not { } text)
            {
                return;
            }

            if (AlarmWordList.TryParse(text, WordListFiles.OldName, out AlarmWordList? list, out IReadOnlyList<string> errors))
            {
                OldText = text;
                Live.Use(list);
            }

            Problems = errors;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problems = [$"{WordListFiles.OldName}: {e.Message}"];
        }

        foreach (string problem in Problems)
        {
            LogBadLine(problem);
        }
    }

    private void WriteMirror(PublishedText version)
    {
        try
        {
            _files.WriteMirror(version);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The list is in effect all the same; only a start without a database would not know it.
            LogFileFailed(e, "words/published.txt");
        }
    }

    [LoggerMessage(EventId = 2300, Level = LogLevel.Error, Message = "The console's own list of words is used: {Error}")]
    private partial void LogBadLine(string error);

    [LoggerMessage(EventId = 2301, Level = LogLevel.Information, Message = "Alarm words: {Version}, {Phrases} phrases")]
    private partial void LogUsed(string version, int phrases);

    [LoggerMessage(EventId = 2302, Level = LogLevel.Error, Message = "Version {Number} of the alarm words cannot be read by this release")]
    private partial void LogUnreadable(int number);

    [LoggerMessage(EventId = 2303, Level = LogLevel.Information, Message = "{Old} is the first version of the alarm words now and is kept as {New}")]
    private partial void LogImported(string old, string @new);

    [LoggerMessage(EventId = 2304, Level = LogLevel.Error, Message = "The file {Name} of the alarm words failed")]
    private partial void LogFileFailed(Exception exception, string name);
}
