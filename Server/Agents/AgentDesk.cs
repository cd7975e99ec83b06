using Supervision.Client;
using Supervision.Client.Services;
using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Server.Health;
using Supervision.Server.Live;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Agents;

/// <summary>The signed-in user's own calls. One a scope.</summary>
internal sealed class AgentDesk(
    OwnCalls calls,
    LiveSnapshots snapshots,
    ILiveFeed feed,
    ICallCounter counter,
    HealthReporter health,
    CallOwners owners,
    SiteClock clock,
    AdviceShelf advice,
    RecordingActLog log,
    TimeProvider time) : IAgentDesk
{
    private const int RecentCalls = 10;

    private readonly LiveConsole _live = new(snapshots, feed, counter, health, calls.User, owners, clock, time);

    public string? Number => calls.User.AgentNumber;

    public Task<LiveSnapshot> GetSnapshotAsync(CancellationToken cancellationToken) => _live.GetSnapshotAsync(cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<LiveEvent>> WatchAsync(CancellationToken cancellationToken) => _live.WatchAsync(withTensionSteps: true, cancellationToken);

    public Task<IReadOnlyList<CallListItem>> GetRecentCallsAsync(CancellationToken cancellationToken) =>
        calls.GetEndedAsync(RecentCalls, cancellationToken);

    public async Task<bool> SetPausedAsync(CallId id, bool isPaused, CancellationToken cancellationToken)
    {
        if (calls.User.Name is not { } name || await calls.FindGrainAsync(id, cancellationToken) is not { } grain)
        {
            return false;
        }

        await (isPaused ? grain.PauseRecordingAsync(name, cancellationToken) : grain.ResumeRecordingAsync(name, cancellationToken));
        string action = isPaused ? AccessActions.PauseRecording : AccessActions.ResumeRecording;
        await log.WriteAsync(new Actor(name, null), action, id, cancellationToken);
        return true;
    }

    public Task<IReadOnlyList<Advice>> GetAdviceAsync(CancellationToken cancellationToken) => Task.FromResult(advice.GetLast());
}
