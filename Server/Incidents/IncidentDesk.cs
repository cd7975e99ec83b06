using System.Runtime.CompilerServices;
using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Server.Incidents;

/// <summary>The incidents' grain and what is kept of it, in the name of whoever is signed in. One a scope.</summary>
internal sealed class IncidentDesk(
    IIncidentGrain grain,
    IncidentRepository kept,
    IncidentCalls calls,
    ILiveFeed feed,
    IGrainDirectory grains,
    IncidentsSettings settings,
    IAccountStore accounts,
    RecordingActLog log,
    ICurrentUser user) : IIncidentDesk
{
    /// <summary>Changes that may wait for a slow circuit; beyond it the oldest are dropped and all open ones are told anew.</summary>
    private const int QueueCapacity = 1024;

    public Task<IncidentQueue> GetOpenAsync(CancellationToken cancellationToken)
    {
        _ = Actor();
        return grain.GetOpenAsync(cancellationToken);
    }

    public async Task<IncidentList> SearchAsync(IncidentQuery query, CancellationToken cancellationToken)
    {
        _ = Actor();
        IncidentList page = await kept.SearchAsync(query, cancellationToken);
        var newest = (await grain.GetKnownAsync(cancellationToken)).ToDictionary(incident => incident.Id);

        // The record may trail by a moment: what is in memory is newer.
        return page with
        {
            Items = [.. page.Items.Select(incident => newest.TryGetValue(incident.Id, out Incident? known) && known.Revision > incident.Revision ? known : incident)],
        };
    }

    public async Task<Incident?> FindAsync(string key, CancellationToken cancellationToken)
    {
        _ = Actor();
        if (IncidentId.TryParse(key, null, out IncidentId id))
        {
            return await grain.FindAsync(id, cancellationToken) ?? await kept.FindAsync(id, cancellationToken);
        }

        return IncidentNumber.TryParse(key, null, out IncidentNumber number)
            ? await grain.FindAsync(number, cancellationToken) ?? await kept.FindAsync(number, cancellationToken)
            : null;
    }

    public async IAsyncEnumerable<Incident> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _ = Actor();
        using ILiveSubscription changes = feed.Subscribe(QueueCapacity, static liveEvent => liveEvent is IncidentChanged);
        long dropped = 0;
        await foreach (LiveEvent change in changes.ReadAllAsync(cancellationToken))
        {
            yield return ((IncidentChanged)change).Incident;
            if (changes.Dropped != dropped)
            {
                dropped = changes.Dropped;
                foreach (Incident incident in await grain.GetKnownAsync(cancellationToken))
                {
                    yield return incident;
                }
            }
        }
    }

    public async Task<NumberHistory?> GetHistoryAsync(IncidentId id, CancellationToken cancellationToken) =>
        await FindAsync(id.ToString(), cancellationToken) is { } incident ? await calls.GetHistoryAsync(incident, cancellationToken) : null;

    public async Task<IReadOnlyList<CallListItem>> FindCallsAsync(IncidentId id, string? text, CancellationToken cancellationToken) =>
        await FindAsync(id.ToString(), cancellationToken) is { } incident ? await calls.FindAsync(incident, text, cancellationToken) : [];

    public Task<IReadOnlyList<CallListItem>> FindCallsToOpenAsync(string? text, CancellationToken cancellationToken)
    {
        _ = Actor();
        return calls.FindAsync(text, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> GetColleaguesAsync(CancellationToken cancellationToken)
    {
        IncidentActor actor = Actor();
        IReadOnlyList<Account> all = await accounts.ListAsync(cancellationToken);
        return [.. all.Where(IsOfTheDesk).Select(account => account.UserName).Where(name => name != actor.Name).Order(StringComparer.Ordinal)];
    }

    public async Task<IncidentAnswer> OpenAsync(
        CallId callId, AlarmCategory? category, AlarmSeverity severity, string? note, CancellationToken cancellationToken)
    {
        IncidentActor actor = Actor();
        if (await calls.FindAsync(callId, null, cancellationToken) is not { } call)
        {
            return IncidentAnswer.Refused(IncidentRefusal.CallNotFound);
        }

        var opening = new IncidentOpening(IncidentCalls.Of(callId, call, call.StartedAt), category, severity, call.OpenAlarms, note);
        return await LoggedAsync(await grain.OpenAsync(opening, actor, CancellationToken.None), actor, AccessActions.AttachToIncident, callId);
    }

    public Task<IncidentAnswer> TakeAsync(IncidentId id, CancellationToken cancellationToken) => ActAsync(id, new TakeIncident(), cancellationToken);

    public Task<IncidentAnswer> AddNoteAsync(IncidentId id, string text, CancellationToken cancellationToken) =>
        ActAsync(id, new NoteIncident(text), cancellationToken);

    public async Task<IncidentAnswer> AttachAsync(IncidentId id, CallId callId, CancellationToken cancellationToken)
    {
        IncidentActor actor = Actor();
        if (await FindAsync(id.ToString(), cancellationToken) is not { } incident)
        {
            return IncidentAnswer.Refused(IncidentRefusal.NotFound);
        }

        if (await calls.FindAsync(callId, incident, cancellationToken) is not { } call)
        {
            return IncidentAnswer.Refused(IncidentRefusal.CallNotFound);
        }

        var act = new AttachCall(IncidentCalls.Of(callId, call, call.StartedAt));
        return await LoggedAsync(await ActAsync(id, act, cancellationToken), actor, AccessActions.AttachToIncident, callId);
    }

    public async Task<IncidentAnswer> DetachAsync(IncidentId id, CallId callId, string? reason, CancellationToken cancellationToken)
    {
        IncidentActor actor = Actor();
        IncidentCall? detached = (await FindAsync(id.ToString(), cancellationToken))?.Calls.FirstOrDefault(call => call.CallId == callId);
        IReadOnlyList<Alarm> open = await OpenAlarmsAsync(callId, cancellationToken);
        IncidentAnswer answer = await ActAsync(id, new DetachCall(callId, [.. open.Select(alarm => alarm.Id)], reason), cancellationToken);
        if (answer.Incident is null || detached is null)
        {
            return answer;
        }

        // The call is out: whoever leaves now must not keep its alarms from the desk.
        foreach (Alarm alarm in await OpenAlarmsAsync(callId, CancellationToken.None))
        {
            if (IncidentWatch.IsForTheDesk(alarm, settings.Categories))
            {
                await grain.ReportAsync(alarm, detached, CancellationToken.None);
            }
        }

        return await LoggedAsync(answer, actor, AccessActions.DetachFromIncident, callId);
    }

    public async Task<IncidentAnswer> MergeAsync(IncidentId id, IncidentId into, string? note, CancellationToken cancellationToken)
    {
        IncidentActor actor = Actor();
        return await RecallAsync(id, cancellationToken) && await RecallAsync(into, cancellationToken)
            ? await grain.MergeAsync(id, into, note, actor, cancellationToken)
            : IncidentAnswer.Refused(IncidentRefusal.NotFound);
    }

    public async Task<IncidentAnswer> HandOverAsync(IncidentId id, DeskTarget to, string note, CancellationToken cancellationToken)
    {
        _ = Actor();
        bool isKnown = to.Kind == DeskTargetKind.Role
            ? DeskRoles.All.Contains(to.Name)
            : await accounts.FindByNameAsync(to.Name, cancellationToken) is { } account && IsOfTheDesk(account);
        return isKnown
            ? await ActAsync(id, new HandOverIncident(to, note), cancellationToken)
            : IncidentAnswer.Refused(IncidentRefusal.TargetNotFound);
    }

    public Task<IncidentAnswer> CloseAsync(
        IncidentId id, IncidentOutcome outcome, IncidentRecipient? recipient, string? text, CancellationToken cancellationToken) =>
        ActAsync(id, new CloseIncident(outcome, recipient, text), cancellationToken);

    public Task<IncidentAnswer> ReopenAsync(IncidentId id, string reason, CancellationToken cancellationToken) =>
        ActAsync(id, new ReopenIncident(reason), cancellationToken);

    /// <summary>Whoever leaves when the act has begun has done it all the same.</summary>
    private async Task<IncidentAnswer> ActAsync(IncidentId id, IncidentAct act, CancellationToken cancellationToken)
    {
        IncidentActor actor = Actor();
        return await RecallAsync(id, cancellationToken)
            ? await grain.ActAsync(id, act, actor, CancellationToken.None)
            : IncidentAnswer.Refused(IncidentRefusal.NotFound);
    }

    /// <summary>Brings an incident that was closed long ago back into memory. False when there is none.</summary>
    private async Task<bool> RecallAsync(IncidentId id, CancellationToken cancellationToken)
    {
        if (await grain.FindAsync(id, cancellationToken) is not null)
        {
            return true;
        }

        if (await kept.FindAsync(id, cancellationToken) is not { } incident)
        {
            return false;
        }

        await grain.RestoreAsync([incident], isWhole: false, cancellationToken);
        return true;
    }

    private async Task<IReadOnlyList<Alarm>> OpenAlarmsAsync(CallId callId, CancellationToken cancellationToken) =>
        [.. (await grains.Alarms.GetOpenAsync(cancellationToken)).Where(alarm => alarm.CallId == callId)];

    /// <summary>Who shows a call to the whole desk, or takes it away, is written down.</summary>
    private async Task<IncidentAnswer> LoggedAsync(IncidentAnswer answer, IncidentActor actor, string action, CallId callId)
    {
        if (answer.Incident is not null)
        {
            await log.WriteAsync(new Actor(actor.Name, null), action, callId);
        }

        return answer;
    }

    private static bool IsOfTheDesk(Account account) =>
        !account.IsDisabled && account.Roles.Any(role => role is Roles.PoliceDesk or Roles.Supervisor or Roles.Administrator);

    private IncidentActor Actor() => user is { Name: { } name } && (user.SeesAllCalls || user.Attached is not null)
        ? new IncidentActor(name, user.Attached is not null, user.SeesAllCalls)
        : throw new UnauthorizedAccessException("Only the police desk, supervisors and administrators handle incidents.");
}
