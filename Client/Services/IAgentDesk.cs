using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.Services;

/// <summary>
/// What a person at work sees and does with her own calls: those of her account's number, whatever else her roles would show her.
/// </summary>
public interface IAgentDesk
{
    /// <summary>Null when her account has none: she then has no calls here.</summary>
    string? Number { get; }

    /// <summary>Her live calls and their alarms.</summary>
    Task<LiveSnapshot> GetSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="ILiveConsole.WatchAsync"/>, with <see cref="TensionMeasured"/> whenever a caller's level becomes another one and <see cref="TensionWithdrawn"/>.</summary>
    IAsyncEnumerable<IReadOnlyList<LiveEvent>> WatchAsync(CancellationToken cancellationToken);

    /// <summary>Her last calls that are over, newest first.</summary>
    Task<IReadOnlyList<CallListItem>> GetRecentCallsAsync(CancellationToken cancellationToken);

    /// <summary>Stops recording, transcription and analysis for a while, or goes on. False when the call is not live or not hers.</summary>
    Task<bool> SetPausedAsync(CallId id, bool isPaused, CancellationToken cancellationToken);

    /// <summary>What to do in the situations that alarms tell, in the town's words as last read: waits for no database.</summary>
    Task<IReadOnlyList<Advice>> GetAdviceAsync(CancellationToken cancellationToken);
}
