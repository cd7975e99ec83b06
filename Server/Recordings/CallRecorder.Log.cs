using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <content>What the recorder says in the log.</content>
internal sealed partial class CallRecorder
{
    [LoggerMessage(EventId = 4300, Level = LogLevel.Error, Message = "Recording of call {CallId} cannot be written; kept in memory and tried again")]
    private partial void LogFailed(CallId callId, Exception e);

    [LoggerMessage(EventId = 4301, Level = LogLevel.Information, Message = "Recording of call {CallId} is written again")]
    private partial void LogRecovered(CallId callId);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Error, Message = "Who was told of a failed recording failed itself")]
    private partial void LogSubscriberFailed(Exception e);

    [LoggerMessage(EventId = 4303, Level = LogLevel.Error, Message = "Recording of call {CallId} cannot be erased; tried again")]
    private partial void LogEraseFailed(CallId callId, Exception e);
}
