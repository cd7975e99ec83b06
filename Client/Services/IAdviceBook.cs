using Supervision.Shared.Alarms;

namespace Supervision.Client.Services;

/// <summary>The advice of every situation as an administrator edits it; each change is a new version and none is lost.</summary>
public interface IAdviceBook
{
    /// <summary>One for each category, in their order.</summary>
    Task<IReadOnlyList<Advice>> GetAllAsync(CancellationToken cancellationToken);

    /// <summary>All versions of one, newest first, the console's own last.</summary>
    Task<IReadOnlyList<Advice>> GetHistoryAsync(AlarmCategory category, CancellationToken cancellationToken);

    /// <summary>Null when somebody saved another version meanwhile: <paramref name="basedOn"/> is no longer the newest.</summary>
    Task<Advice?> SaveAsync(AlarmCategory category, string text, int basedOn, CancellationToken cancellationToken);
}
