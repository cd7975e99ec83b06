using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Incidents;

/// <summary>What each act makes of an incident, and when it is refused. Pure.</summary>
internal static class IncidentRules
{
    /// <summary>One event, not a year of them.</summary>
    internal const int MaxCalls = 200;

    /// <summary>Each change journals the incident whole.</summary>
    internal const int MaxSteps = 1000;

    /// <summary>Longest note, reason or text that is kept, in characters.</summary>
    internal const int MaxNoteChars = 4000;

    internal static bool IsOpen(this Incident incident) => incident.State != IncidentState.Closed;

    internal static IncidentAnswer Apply(Incident incident, IncidentAct act, IncidentActor actor, DateTimeOffset now)
    {
        if (incident.MergedInto is not null)
        {
            return IncidentAnswer.Refused(IncidentRefusal.Merged);
        }

        if (act is ReopenIncident reopening)
        {
            return incident.IsOpen()
                ? IncidentAnswer.Refused(IncidentRefusal.NotClosed)
                : IncidentAnswer.Of(Reopen(incident, actor.Name, reopening.Reason, now));
        }

        if (!incident.IsOpen())
        {
            return IncidentAnswer.Refused(IncidentRefusal.Closed);
        }

        if (incident.Steps.Count >= MaxSteps && act is not CloseIncident)
        {
            return IncidentAnswer.Refused(IncidentRefusal.Full);
        }

        return act switch
        {
            TakeIncident => Take(incident, actor, now),
            NoteIncident note => IncidentAnswer.Of(With(incident, new IncidentStep(0, now, actor.Name, IncidentStepKind.Noted) { Note = Kept(note.Text) })),
            AttachCall attach => Attach(incident, attach.Call, actor, now),
            DetachCall detach => Detach(incident, detach, actor, now),
            HandOverIncident handOver => HandOver(incident, handOver, actor, now),
            CloseIncident close => Close(incident, close, actor, now),
            _ => throw new ArgumentException($"No rule for a {act.GetType().Name}.", nameof(act)),
        };
    }

    /// <summary>What an alarm adds; the same incident when it adds nothing.</summary>
    internal static Incident Join(Incident incident, Alarm alarm, DateTimeOffset now)
    {
        bool isNewEscalation = alarm.EscalatedAt is { } at
            && !incident.Steps.Any(step => step.Kind == IncidentStepKind.Escalated && step.AlarmId == alarm.Id && step.At == at);
        bool isGraver = alarm.Severity > incident.Severity;
        bool isNew = !incident.Alarms.Contains(alarm.Id);
        if ((!isNewEscalation && !isGraver && !isNew) || incident.MergedInto is not null || incident.Steps.Count >= MaxSteps)
        {
            return incident;
        }

        // The desk has had it: that nobody else answered in time is no news.
        bool isNews = isGraver || (isNewEscalation && alarm.EscalatedBy is not null);
        if (!incident.IsOpen() && !isNews)
        {
            return incident;
        }

        Incident joined = incident.IsOpen() ? incident : Reopen(incident, null, null, now);
        if (isNew)
        {
            joined = With(joined, Step(alarm, now, null, IncidentStepKind.AlarmAttached)) with { Alarms = [.. joined.Alarms, alarm.Id] };
        }

        if (isNewEscalation)
        {
            joined = With(joined, Step(alarm, alarm.EscalatedAt!.Value, alarm.EscalatedBy, IncidentStepKind.Escalated));
        }

        if (isGraver)
        {
            joined = With(joined, Step(alarm, now, null, IncidentStepKind.Aggravated)) with { Severity = alarm.Severity, Category = alarm.Category };
        }

        return joined with { Revision = incident.Revision + 1 };
    }

    /// <summary>The same incident when it tells nobody's number or name of the <paramref name="calls"/>. Steps tell none.</summary>
    internal static Incident WithoutParties(Incident incident, IReadOnlySet<CallId> calls) =>
        incident.Calls.Any(call => call is not { CallerNumber: null, CallerName: null } && calls.Contains(call.CallId))
            ? incident with { Calls = [.. incident.Calls.Select(call => calls.Contains(call.CallId) ? WithoutParties(call) : call)] }
            : incident;

    internal static IncidentCall WithoutParties(IncidentCall call) => call with { CallerNumber = null, CallerName = null };

    /// <summary>The two incidents after the merge: the one that goes on, and the one that ends.</summary>
    internal static (Incident Into, Incident Ended) Merge(Incident ended, Incident into, string? note, IncidentActor actor, DateTimeOffset now)
    {
        bool isGraver = ended.Severity > into.Severity;
        var absorbed = new IncidentStep(0, now, actor.Name, IncidentStepKind.Absorbed)
        {
            Other = ended.Id,
            OtherNumber = ended.Number,
            Note = Kept(note),
        };
        Incident whole = With(into, absorbed) with
        {
            Calls = [.. into.Calls, .. ended.Calls.Where(call => into.Calls.All(known => known.CallId != call.CallId))],
            Alarms = [.. into.Alarms.Union(ended.Alarms)],
            Severity = isGraver ? ended.Severity : into.Severity,
            Category = isGraver ? ended.Category : into.Category ?? ended.Category,
        };
        var merged = new IncidentStep(0, now, actor.Name, IncidentStepKind.MergedInto)
        {
            Other = into.Id,
            OtherNumber = into.Number,
            Note = Kept(note),
        };
        return (whole, With(ended, merged) with
        {
            State = IncidentState.Closed,
            MergedInto = into.Id,
            HandedTo = null,
            ClosedAt = now,
        });
    }

    /// <summary>One more step and revision.</summary>
    internal static Incident With(Incident incident, IncidentStep step) => incident with
    {
        Steps = [.. incident.Steps, step with { Sequence = incident.Steps.Count + 1 }],
        Revision = incident.Revision + 1,
    };

    internal static string? Kept(string? text)
    {
        string? kept = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        return kept?.Length > MaxNoteChars ? kept[..MaxNoteChars] : kept;
    }

    private static IncidentAnswer Take(Incident incident, IncidentActor actor, DateTimeOffset now)
    {
        if (incident.State == IncidentState.InProgress)
        {
            return incident.Owner == actor.Name ? IncidentAnswer.Of(incident) : IncidentAnswer.Refused(IncidentRefusal.TakenByAnother);
        }

        if (incident.HandedTo is { } to && !IsMeant(to, actor))
        {
            return IncidentAnswer.Refused(IncidentRefusal.HandedToAnother);
        }

        IncidentStepKind kind = incident.State == IncidentState.HandedOver ? IncidentStepKind.Accepted : IncidentStepKind.Taken;
        return IncidentAnswer.Of(With(incident, new IncidentStep(0, now, actor.Name, kind)) with
        {
            State = IncidentState.InProgress,
            Owner = actor.Name,
            HandedTo = null,
        });
    }

    private static IncidentAnswer Attach(Incident incident, IncidentCall call, IncidentActor actor, DateTimeOffset now)
    {
        if (incident.Calls.Any(known => known.CallId == call.CallId))
        {
            return IncidentAnswer.Refused(IncidentRefusal.AlreadyAttached);
        }

        if (incident.Calls.Count >= MaxCalls)
        {
            return IncidentAnswer.Refused(IncidentRefusal.Full);
        }

        var step = new IncidentStep(0, now, actor.Name, IncidentStepKind.CallAttached) { CallId = call.CallId };
        return IncidentAnswer.Of(With(incident, step) with
        {
            Calls = [.. incident.Calls, call with { AttachedAt = now, AttachedBy = actor.Name }],
        });
    }

    /// <summary>
    /// The call leaves with its alarms; category and severity stay as people have read them.
    /// </summary>
    private static IncidentAnswer Detach(Incident incident, DetachCall detach, IncidentActor actor, DateTimeOffset now)
    {
        if (incident.Calls.FirstOrDefault(call => call.CallId == detach.CallId) is not { } detached)
        {
            return IncidentAnswer.Refused(IncidentRefusal.NotAttached);
        }

        if (incident.Calls.Count == 1)
        {
            return IncidentAnswer.Refused(IncidentRefusal.LastCall);
        }

        HashSet<AlarmId> itsAlarms =
        [
            .. detach.OpenAlarms,
            .. incident.Steps.Where(step => step.CallId == detach.CallId).Select(step => step.AlarmId).OfType<AlarmId>(),
        ];
        var step = new IncidentStep(0, now, actor.Name, IncidentStepKind.CallDetached)
        {
            CallId = detach.CallId,
            CallStartedAt = detached.StartedAt,
            Note = Kept(detach.Reason),
        };
        return IncidentAnswer.Of(With(incident, step) with
        {
            Calls = [.. incident.Calls.Where(call => call.CallId != detach.CallId)],
            Alarms = [.. incident.Alarms.Where(alarm => !itsAlarms.Contains(alarm))],
        });
    }

    private static IncidentAnswer HandOver(Incident incident, HandOverIncident handOver, IncidentActor actor, DateTimeOffset now)
    {
        if (!MayDecide(incident, actor))
        {
            return IncidentAnswer.Refused(IncidentRefusal.TakenByAnother);
        }

        var step = new IncidentStep(0, now, actor.Name, IncidentStepKind.HandedOver) { To = handOver.To, Note = Kept(handOver.Note) };
        return IncidentAnswer.Of(With(incident, step) with { State = IncidentState.HandedOver, HandedTo = handOver.To });
    }

    private static IncidentAnswer Close(Incident incident, CloseIncident close, IncidentActor actor, DateTimeOffset now)
    {
        if (!MayDecide(incident, actor))
        {
            return IncidentAnswer.Refused(IncidentRefusal.TakenByAnother);
        }

        var step = new IncidentStep(0, now, actor.Name, IncidentStepKind.Closed)
        {
            Outcome = close.Outcome,
            Recipient = close.Recipient,
            Note = Kept(close.Text),
        };
        return IncidentAnswer.Of(With(incident, step) with
        {
            State = IncidentState.Closed,
            HandedTo = null,
            Outcome = close.Outcome,
            Recipient = close.Recipient,
            ClosedAt = now,
        });
    }

    /// <param name="by">Null: an alarm brought it back.</param>
    private static Incident Reopen(Incident incident, string? by, string? reason, DateTimeOffset now) =>
        With(incident, new IncidentStep(0, now, by, IncidentStepKind.Reopened) { Note = Kept(reason) }) with
        {
            State = IncidentState.New,
            Owner = null,
            Outcome = null,
            Recipient = null,
            ClosedAt = null,
        };

    /// <summary>Nobody's, her own, handed to her, or she stands above it.</summary>
    private static bool MayDecide(Incident incident, IncidentActor actor) =>
        actor.IsSupervisor
        || incident.Owner is null
        || incident.Owner == actor.Name
        || (incident.HandedTo is { } to && IsMeant(to, actor));

    private static bool IsMeant(DeskTarget to, IncidentActor actor) => to.Kind switch
    {
        DeskTargetKind.User => to.Name == actor.Name || actor.IsSupervisor,
        _ => actor.IsSupervisor || (actor.IsAtDesk && to.Name == DeskRoles.PoliceDesk),
    };

    private static IncidentStep Step(Alarm alarm, DateTimeOffset at, string? by, IncidentStepKind kind) => new(0, at, by, kind)
    {
        AlarmId = alarm.Id,
        CallId = alarm.CallId,
        Category = alarm.Category,
        Severity = alarm.Severity,
    };
}
