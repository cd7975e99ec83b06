using Supervision.Shared.Calls;

namespace Supervision.Shared.Alarms;

/// <summary>What to look for among all alarms, open or resolved; null or empty fields do not filter.</summary>
public sealed record AlarmQuery
{
    /// <summary>Raised at or after; UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Raised before; UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Any of these; empty: all.</summary>
    public IReadOnlyList<AlarmState> States { get; init; } = [];

    public AlarmCategory? Category { get; init; }
    public AlarmSeverity? Severity { get; init; }
    public AlarmOutcome? Outcome { get; init; }
    public bool? Escalated { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>1 to 200.</summary>
    public int PageSize { get; init; } = 25;
}

/// <summary>One page of alarms, newest first.</summary>
/// <param name="Total">Over all pages.</param>
public sealed record AlarmPage(IReadOnlyList<AlarmListItem> Items, int Total);

/// <summary>A row of the list of alarms.</summary>
/// <param name="Call">Null until the record has the call.</param>
public sealed record AlarmListItem(Alarm Alarm, AlarmCall? Call);

/// <summary>What a list says of an alarm's call.</summary>
/// <param name="StartedAt">UTC; position zero of the call's clock.</param>
public sealed record AlarmCall(Party Caller, Party Agent, DateTimeOffset StartedAt, RecordingState Recording);

/// <summary>Figures of the alarms that a question finds.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Escalated">Handed up, by hand or by themselves.</param>
/// <param name="Open">Not resolved.</param>
/// <param name="MeanToAcknowledge">From the raise to the first acknowledgement; null when there was none.</param>
public sealed record AlarmFigures(int Total, int Confirmed, int FalseAlarms, int Escalated, int Open, TimeSpan? MeanToAcknowledge);
