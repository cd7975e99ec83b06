using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Server.Security;
using Supervision.Shared;

namespace Supervision.Server.Listening;

/// <summary>
/// Begins and ends a listening in the right order: the mark that everybody sees, the entry that is kept, then the first sound. Safe
/// from any thread.
/// </summary>
internal sealed partial class ListeningRegister(IJournal journal, ListeningCounters counters, TimeProvider time, ILogger<ListeningRegister> logger)
{
    private readonly ILogger _logger = logger;

    /// <param name="displayName">As the others and the agent read it.</param>
    internal async Task<(ListenAnswer Answer, Guid Id)> BeginAsync(
        ICallGrain grain, CallId callId, Actor actor, string displayName, string reason, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        ListenAnswer answer = await grain.AddListenerAsync(new CallListener(id, displayName), cancellationToken);
        if (answer != ListenAnswer.Allowed)
        {
            return (answer, id);
        }

        try
        {
            journal.Append(new ListeningJournalled(callId, time.GetUtcNow(), id, actor.Name, reason, actor.RemoteAddress, IsEnd: false));
        }
        catch
        {
            await grain.RemoveListenerAsync(id, CancellationToken.None);
            throw;
        }

        counters.AddBegun();
        LogBegun(callId, id);
        return (answer, id);
    }

    internal async Task EndAsync(ICallGrain grain, CallId callId, Guid id, Actor actor, ListeningEnd why)
    {
        journal.Append(new ListeningJournalled(callId, time.GetUtcNow(), id, actor.Name, why.ToString(), actor.RemoteAddress, IsEnd: true));
        await grain.RemoveListenerAsync(id, CancellationToken.None);
        LogEnded(callId, id, why);
    }

    [LoggerMessage(EventId = 6100, Level = LogLevel.Information, Message = "Call {CallId} is listened to ({ListeningId})")]
    private partial void LogBegun(CallId callId, Guid listeningId);

    [LoggerMessage(EventId = 6101, Level = LogLevel.Information, Message = "Call {CallId} is no longer listened to ({ListeningId}): {Why}")]
    private partial void LogEnded(CallId callId, Guid listeningId, ListeningEnd why);
}
