using Supervision.Server.Data;
using Supervision.Shared;

namespace Supervision.Server.Security;

/// <summary>
/// Writes who paused, resumed or refused a recording. Unlike a listening, the act does not wait for its entry: a refusal must work
/// while the database is away, and the call's own time line keeps who did it.
/// </summary>
internal sealed partial class RecordingActLog(IAccessLog accessLog, TimeProvider time, ILogger<RecordingActLog> logger)
{
    /// <summary>Takes no token: what was done is written, even when whoever did it has left the page meanwhile.</summary>
    internal async Task WriteAsync(Actor actor, string action, CallId callId)
    {
        try
        {
            await accessLog.WriteAsync(
                new AccessEntry(time.GetUtcNow(), actor.Name, action, callId, null, actor.RemoteAddress), CancellationToken.None);
        }
        catch (DatabaseUnavailableException)
        {
            LogNotWritten(action, callId);
        }
    }

    [LoggerMessage(EventId = 6030, Level = LogLevel.Warning, Message = "Access log is away: {Action} of call {CallId} is in the journal only")]
    private partial void LogNotWritten(string action, CallId callId);
}
