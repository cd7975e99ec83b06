using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Data;

/// <summary>
/// Kept alarms as the signed-in user may see them. The record trails by a moment: where the alarms' grain knows a newer state or
/// further steps, these are told. One a scope.
/// </summary>
internal sealed class AlarmArchive(AlarmRepository alarms, IGrainDirectory grains, ICurrentUser user) : IAlarmArchive
{
    private static readonly AlarmPage NoPage = new([], 0);
    private static readonly AlarmFigures NoFigures = new(0, 0, 0, 0, 0, null);

    /// <summary>Somebody who is not signed in, or an agent without a number, sees no alarm at all.</summary>
    private bool SeesNothing => user.Name is null || (!user.SeesAllCalls && string.IsNullOrEmpty(user.AgentNumber));

    private string? OnlyAgentNumber => user.SeesAllCalls ? null : user.AgentNumber;

    public async Task<AlarmPage> SearchAsync(AlarmQuery query, CancellationToken cancellationToken)
    {
        if (SeesNothing)
        {
            return NoPage;
        }

        AlarmPage page = await alarms.SearchAsync(query, OnlyAgentNumber, cancellationToken);
        List<AlarmListItem> items = new(page.Items.Count);
        foreach (AlarmListItem item in page.Items)
        {
            items.Add(item with { Alarm = await NewestAsync(item.Alarm, cancellationToken) });
        }

        return page with { Items = items };
    }

    public Task<AlarmFigures> GetFiguresAsync(AlarmQuery query, CancellationToken cancellationToken) =>
        SeesNothing ? Task.FromResult(NoFigures) : alarms.GetFiguresAsync(query, OnlyAgentNumber, cancellationToken);

    public async Task<Alarm?> GetAsync(AlarmId id, CancellationToken cancellationToken)
    {
        if (SeesNothing)
        {
            return null;
        }

        Alarm? known = user.SeesAllCalls ? await grains.Alarms.GetAsync(id, cancellationToken) : null;
        if (known is not null)
        {
            return known;
        }

        return await alarms.GetAsync(id, OnlyAgentNumber, cancellationToken) is { } kept ? await NewestAsync(kept, cancellationToken) : null;
    }

    public async Task<IReadOnlyList<AlarmStep>> GetStepsAsync(AlarmId id, CancellationToken cancellationToken)
    {
        if (await GetAsync(id, cancellationToken) is null)
        {
            return [];
        }

        IReadOnlyList<AlarmStep> recent = await grains.Alarms.GetStepsAsync(id, cancellationToken);
        try
        {
            IReadOnlyList<AlarmStep> kept = await alarms.GetStepsAsync(id, cancellationToken);
            return [.. kept.UnionBy(recent, step => step.Revision).OrderBy(step => step.Revision)];
        }
        catch (DatabaseUnavailableException) when (recent is [{ Kind: AlarmStepKind.Raised }, ..])
        {
            // All of them are remembered.
            return recent;
        }
    }

    private async Task<Alarm> NewestAsync(Alarm kept, CancellationToken cancellationToken) =>
        await grains.Alarms.GetAsync(kept.Id, cancellationToken) is { } known && known.Revision > kept.Revision ? known : kept;
}
