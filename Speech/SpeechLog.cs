using Microsoft.Extensions.Logging;
using Supervision.Shared;

namespace Supervision.Speech;

/// <summary>What the speech engine logs: ids 3000 to 3999, never a transcript.</summary>
internal static partial class SpeechLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Speech worker {ProcessId} is ready with {Model} after {LoadMs} ms")]
    internal static partial void WorkerReady(this ILogger logger, int processId, string model, int loadMs);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Speech worker {ProcessId} ended with {Lanes} lanes: {Reason}")]
    internal static partial void WorkerEnded(this ILogger logger, int processId, int lanes, string reason);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Error, Message = "Speech model {Model} cannot be used: {Reason}")]
    internal static partial void ModelUnusable(this ILogger logger, string model, string reason);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Error, Message = "The speech engine does not work: {Reason}")]
    internal static partial void EngineFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Information, Message = "Speech worker {ProcessId} is replaced: {Reason}")]
    internal static partial void WorkerReplaced(this ILogger logger, int processId, string reason);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Information, Message = "Speech worker {ProcessId} retired")]
    internal static partial void WorkerRetired(this ILogger logger, int processId);

    [LoggerMessage(EventId = 3007, Level = LogLevel.Error, Message = "A listener of call {CallId}'s speech failed")]
    internal static partial void ListenerFailed(this ILogger logger, CallId callId, Exception exception);

    [LoggerMessage(EventId = 3008, Level = LogLevel.Information, Message = "Speech model {Model} from {Directory} takes the next calls")]
    internal static partial void ModelChosen(this ILogger logger, string model, string directory);

    [LoggerMessage(EventId = 3009, Level = LogLevel.Error, Message = "The speech engine's watch failed once")]
    internal static partial void WatchFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "Speech worker {ProcessId} has been silent for {SilentMs} ms and is killed")]
    internal static partial void WorkerSilent(this ILogger logger, int processId, long silentMs);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Warning, Message = "Callers' voices are not scored: {Reason}")]
    internal static partial void AggressionMissing(this ILogger logger, string reason);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Error, Message = "Speech worker {ProcessId} scores no voice: {Reason}")]
    internal static partial void AggressionFailed(this ILogger logger, int processId, string reason);

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Download of model {Model} begins at byte {From}")]
    internal static partial void DownloadBegins(this ILogger logger, string model, long from);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "Download of model {Model} stopped: {Reason}; next try in {RetryMinutes} minutes")]
    internal static partial void DownloadStopped(this ILogger logger, string model, string reason, double retryMinutes);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Information, Message = "Model {Model} is installed in {Directory}")]
    internal static partial void ModelInstalled(this ILogger logger, string model, string directory);
}
