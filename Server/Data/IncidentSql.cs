namespace Supervision.Server.Data;

/// <summary>Statements about incidents. 4 = closed.</summary>
internal static class IncidentSql
{
    /// <summary>A late message never undoes a newer one.</summary>
    internal const string Upsert = """
        insert into incidents (id, series, year, serial, category, severity, state, opened_at, closed_at, owner, merged_into, alarms, revision, incident)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb)
        on conflict (id) do update set series = excluded.series, year = excluded.year, serial = excluded.serial, category = excluded.category,
          severity = excluded.severity, state = excluded.state, closed_at = excluded.closed_at, owner = excluded.owner,
          merged_into = excluded.merged_into, alarms = excluded.alarms, revision = excluded.revision, incident = excluded.incident
        where incidents.revision < excluded.revision
        """;

    /// <summary>$6 the entry's revision: a late message brings back no call that was detached.</summary>
    internal const string InsertCall = """
        insert into incident_calls (incident_id, call_id, caller_number, attached_at, attached_by)
        select $1::uuid, $2::uuid, $3::text, $4::timestamptz, $5::text where exists (select 1 from incidents where id = $1 and revision = $6)
        on conflict do nothing
        """;

    /// <summary>Calls that were detached. $2 those that are in the incident, $3 the entry's revision.</summary>
    internal const string DeleteOtherCalls = """
        delete from incident_calls
        where incident_id = $1 and call_id <> all($2) and exists (select 1 from incidents where id = $1 and revision = $3)
        """;

    /// <summary>Found private: the incident keeps that there was a call, not whose.</summary>
    internal const string ForgetNumber = "update incident_calls set caller_number = null where call_id = $1";

    /// <summary>Steps name nobody. $2 the call as the JSON writes it.</summary>
    /// <inheritdoc cref="ForgetNumber"/>
    internal const string ForgetParties = """
        update incidents i set incident = jsonb_set(i.incident, '{calls}',
          (select jsonb_agg(case when e.c->>'callId' = $2 then e.c || '{"callerNumber": null, "callerName": null}' else e.c end order by e.place)
            from jsonb_array_elements(i.incident->'calls') with ordinality as e(c, place)))
        where i.id in (select incident_id from incident_calls where call_id = $1)
        """;

    internal const string InsertStep = """
        insert into incident_steps (incident_id, sequence, at, kind, done_by, step) values ($1, $2, $3, $4, $5, $6::jsonb)
        on conflict do nothing
        """;

    /// <summary>Open ones, those without a number, and those that still have an alarm in hand: an alarm that comes back must find its incident.</summary>
    internal const string ToRestore = """
        select i.incident from incidents i
        where i.state <> 4 or i.serial is null or exists (select 1 from alarms a where a.id = any(i.alarms) and a.state <> 3)
        """;

    internal const string ById = "select incident from incidents where id = $1";

    internal const string ByNumber = "select incident from incidents where series = $1 and year = $2 and serial = $3 order by opened_at limit 1";

    internal const string LastSerials = "select year, max(serial) from incidents where series = $1 group by year";

    private const string Filter = """
        from incidents i
        where ($1::smallint[] is null or i.state = any($1))
          and ($2::timestamptz is null or i.opened_at >= $2)
          and ($3::timestamptz is null or i.opened_at < $3)
        """;

    internal const string Count = "select count(*) " + Filter;

    /// <summary>$4 rows a page, $5 rows before it.</summary>
    internal const string Search = "select i.incident " + Filter + " order by i.opened_at desc, i.id desc limit $4 offset $5";

    /// <summary>$1 the numbers, $2 since when a call is recent. 1 = confirmed.</summary>
    internal const string HistoryCounts = """
        select (select count(*) from calls where caller_number = any($1))::int,
          (select count(*) from calls where caller_number = any($1) and started_at >= $2)::int,
          (select count(*) from alarms a join calls c on c.id = a.call_id where c.caller_number = any($1))::int,
          (select count(*) from alarms a join calls c on c.id = a.call_id where c.caller_number = any($1) and a.outcome = 1)::int
        """;

    /// <summary>$2 how many.</summary>
    internal const string HistoryCalls = "select " + CallSql.Columns + """
        , (select count(*) from alarms a where a.call_id = c.id)::int, null::text
        from calls c where c.caller_number = any($1) order by c.started_at desc, c.id desc limit $2
        """;

    /// <summary>$2 the incident that asks, $3 how many.</summary>
    internal const string HistoryIncidents = """
        select i.incident from incidents i
        where i.id <> $2 and exists (select 1 from incident_calls c where c.incident_id = i.id and c.caller_number = any($1))
        order by i.opened_at desc, i.id desc limit $3
        """;
}
