namespace Supervision.Server.Data;

/// <summary>Questions about alarms. 3 = resolved.</summary>
internal static class AlarmSql
{
    /// <summary>Columns of an alarm, in the order of <see cref="AlarmRows.ReadAlarm"/>.</summary>
    internal const string Columns = """
        a.id, a.call_id, a.category, a.severity, a.state, a.raised_at, a.reasons, a.acknowledged_by, a.acknowledged_at, a.resolved_by,
        a.resolved_at, a.outcome, a.note, a.revision, a.waiting_since, a.escalates_at, a.escalated_at, a.escalated_by, a.snoozed_until
        """;

    internal const string Open = "select " + Columns + " from alarms a where a.state <> 3 order by a.raised_at desc";

    internal const string OfCall = "select " + Columns + " from alarms a where a.call_id = $1 order by a.raised_at";

    /// <summary>$2 the only agent's number to see.</summary>
    internal const string Get = "select " + Columns + """
         from alarms a
        where a.id = $1 and ($2::text is null or exists (select 1 from calls c where c.id = a.call_id and c.agent_number = $2))
        """;

    internal const string Steps = """
        select revision, kind, at, done_by, note, alarm from alarm_steps where alarm_id = $1 order by revision
        """;

    /// <summary>
    /// $1 from, $2 to, $3 states, $4 category, $5 severity, $6 outcome, $7 escalated or not, $8 the only agent's number to see.
    /// </summary>
    private const string Where = """
        where ($1::timestamptz is null or a.raised_at >= $1)
          and ($2::timestamptz is null or a.raised_at < $2)
          and ($3::smallint[] is null or a.state = any($3))
          and ($4::smallint is null or a.category = $4)
          and ($5::smallint is null or a.severity = $5)
          and ($6::smallint is null or a.outcome = $6)
          and ($7::boolean is null or (a.escalated_at is not null) = $7)
          and ($8::text is null or c.agent_number = $8)
        """;

    private const string From = " from alarms a left join calls c on c.id = a.call_id ";

    internal const string Count = "select count(*)" + From + Where;

    /// <summary>$9 rows a page, $10 rows before it. The call's columns are null where its row is not there yet.</summary>
    internal const string Search = "select " + Columns + """
        , c.caller_number, c.caller_name, c.agent_number, c.agent_name, c.started_at, c.recording
        """ + From + Where + " order by a.raised_at desc, a.id desc limit $9 offset $10";

    /// <summary>The first acknowledgement counts (4), or the resolution that came without one (9).</summary>
    internal const string Figures = """
        select count(*), count(*) filter (where a.outcome = 1), count(*) filter (where a.outcome = 2),
          count(*) filter (where a.escalated_at is not null), count(*) filter (where a.state <> 3),
          avg(extract(epoch from s.seen_at - a.raised_at))::double precision
        """ + From + """
        left join lateral (select min(at) as seen_at from alarm_steps where alarm_id = a.id and kind in (4, 9)) s on true

        """ + Where;

    /// <summary>
    /// Resolved alarms with a reason that the voice gave, of calls whose recording may be kept. $1 from, $2 to, $3 and $4 the last row of
    /// the page before. 3 = refused, 5 = private.
    /// </summary>
    internal const string Judged = "select " + Columns + """
         from alarms a join calls c on c.id = a.call_id
        where a.state = 3 and a.outcome is not null and c.state = 3 and c.recording not in (3, 5)
          and ($1::timestamptz is null or a.raised_at >= $1)
          and ($2::timestamptz is null or a.raised_at < $2)
          and ($3::timestamptz is null or (a.raised_at, a.id) > ($3, $4::uuid))
          and exists (select 1 from jsonb_array_elements(a.reasons) r
            where (r->>'rule' like 'acoustic/%' or r->>'rule' like 'fusion/%') and r->>'score' is not null)
        order by a.raised_at, a.id limit 200
        """;
}
