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

    /// <summary>
    /// Begins whole or not at all: whoever has left when her name stands on the call cannot leave it there without an entry.
    /// </summary>
    /// <param name="grain">The call's.</param>
    /// <param name="callId">Of the call.</param>
    /// <param name="actor">Who listens, for the entry.</param>
    /// <param name="displayName">As the others and the agent read it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Counts until her name is asked for.</param>
    internal async Task<(ListenAnswer Answer, Guid Id)> BeginAsync(
        ICallGrain grain, CallId callId, Actor actor, string displayName, string reason, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        cancellationToken.ThrowIfCancellationRequested();
        ListenAnswer answer;
        try
        {
            answer = await grain.AddListenerAsync(new CallListener(id, displayName), CancellationToken.None);
            if (answer != ListenAnswer.Allowed)
            {
                return (answer, id);
            }

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
        try
        {
            journal.Append(new ListeningJournalled(callId, time.GetUtcNow(), id, actor.Name, why.ToString(), actor.RemoteAddress, IsEnd: true));
        }
        finally
        {
            await grain.RemoveListenerAsync(id, CancellationToken.None);
        }

        LogEnded(callId, id, why);
    }

    [LoggerMessage(EventId = 6100, Level = LogLevel.Information, Message = "Call {CallId} is listened to ({ListeningId})")]
    private partial void LogBegun(CallId callId, Guid listeningId);

    [LoggerMessage(EventId = 6101, Level = LogLevel.Information, Message = "Call {CallId} is no longer listened to ({ListeningId}): {Why}")]
    private partial void LogEnded(CallId callId, Guid listeningId, ListeningEnd why);
}
