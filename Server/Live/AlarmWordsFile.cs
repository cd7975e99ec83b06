using Supervision.Grains.Rules;

namespace Supervision.Server.Live;

/// <summary>
/// The list of words that raise alarms: <c>alarm-words.txt</c> of the data directory, or the one that comes with the console. A list
/// with mistakes is told line by line and not used at all: the console goes on with its own rather than with half of another.
/// </summary>
internal sealed partial class AlarmWordsFile
{
    internal const string FileName = "alarm-words.txt";

    public AlarmWordsFile(string dataDirectory, ILogger<AlarmWordsFile> logger)
    {
        _logger = logger;
        string path = Path.Combine(dataDirectory, FileName);
        List = AlarmWordList.LoadDefault();
        if (!File.Exists(path))
        {
            return;
        }

        Errors = TryRead(path, out AlarmWordList? own);
        List = own ?? List;
        foreach (string error in Errors)
        {
            LogBadLine(error);
        }

        LogUsed(List.Version, List.PhraseCount);
    }

    private readonly ILogger _logger;

    internal AlarmWordList List { get; }

    /// <summary>Why the own list is not used, one sentence each; empty when all is well.</summary>
    internal IReadOnlyList<string> Errors { get; } = [];

    private static IReadOnlyList<string> TryRead(string path, out AlarmWordList? list)
    {
        list = null;
        try
        {
            AlarmWordList.TryParse(File.ReadAllText(path), FileName, out list, out IReadOnlyList<string> errors);
            return errors;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"{FileName}: {e.Message}"];
        }
    }

    [LoggerMessage(EventId = 2300, Level = LogLevel.Error, Message = "The console's own list of words is used: {Error}")]
    private partial void LogBadLine(string error);

    [LoggerMessage(EventId = 2301, Level = LogLevel.Information, Message = "Alarm words: {Version}, {Phrases} phrases")]
    private partial void LogUsed(string version, int phrases);
}
