using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Feed;
using Supervision.Grains.Incidents;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Incidents;

/// <summary>A desk with nobody at it yet: the grain of incidents on a standing clock, with a journal that keeps all.</summary>
public abstract class IncidentScene : IAsyncDisposable
{
    private protected static readonly IncidentActor Officer = new("police", IsAtDesk: true, IsSupervisor: false);
    private protected static readonly IncidentActor Colleague = new("police2", IsAtDesk: true, IsSupervisor: false);

    private protected readonly ManualTimeProvider _time = new();
    private protected readonly LiveFeed _feed = new();
    private protected readonly FakeJournal _journal = new();
    private protected readonly IncidentGrain _grain;

    private protected IncidentScene()
    {
        _grain = NewGrain();
    }

    private protected static CancellationToken None => CancellationToken.None;

    private protected static CloseIncident Closing { get; } = new(IncidentOutcome.Intervention, null, null);

    public virtual async ValueTask DisposeAsync()
    {
        await _grain.CloseAsync();
        GC.SuppressFinalize(this);
    }

    private protected IncidentGrain NewGrain() => new(
        _time, _feed, _journal, new IncidentNumbering("", at => at.Year), NullLogger<IncidentGrain>.Instance);

    private protected Task<Incident> Report(Alarm alarm) => _grain.ReportAsync(alarm, Call(alarm.CallId), None);

    private protected IncidentCall Call(CallId id) => new(id, "0612345678", null, _time.GetUtcNow(), default, null);

    private protected Alarm Raised() => new()
    {
        Id = AlarmId.New(_time),
        CallId = CallId.New(_time),
        Category = AlarmCategory.Threat,
        Severity = AlarmSeverity.Serious,
        State = AlarmState.Raised,
        RaisedAt = _time.GetUtcNow(),
        Reasons = [],
        Revision = 1,
    };

    private protected Alarm Escalated(Alarm alarm) =>
        alarm with { EscalatedAt = _time.GetUtcNow(), EscalatedBy = "superviseur", Revision = alarm.Revision + 1 };
}
