namespace Supervision.Server.Data;

/// <summary>Questions about calls. 3 = ended. The filter's parameters are the same in each of them.</summary>
internal static class CallSql
{
    internal const string Columns = """
        c.id, c.source, c.state, c.recording, c.transcription, c.caller_number, c.caller_name, c.agent_number, c.agent_name,
        c.started_at, c.ended_at, c.end_reason, c.lanes, c.is_demonstration, c.transcript_lag_ms, c.analysis_frames_dropped,
        array(select a.id from alarms a where a.call_id = c.id and a.state <> 3 order by a.severity desc, a.raised_at)
        """;

    /// <summary>$1 from, $2 to, $3 and $4 patterns of the number, $5 pattern of the agent, $6 words, $7 to $10 the scope, $11 the agent's number.</summary>
    private const string Filter = """
        from calls c
        where c.state = 3
          and ($1::timestamptz is null or c.started_at >= $1)
          and ($2::timestamptz is null or c.started_at < $2)
          and ($3::text is null or c.caller_number like $3 or c.caller_number like $4)
          and ($5::text is null or supervision_fold(c.agent_number) like $5 or supervision_fold(c.agent_name) like $5)
          and ($6::text is null or c.transcript_search @@ websearch_to_tsquery('supervision_fr', $6))
          and ($7 or c.agent_number = $8 or ($9 and (c.id = any($10) or exists (select 1 from incident_calls i where i.call_id = c.id))))
          and ($11::text is null or c.agent_number = $11)
        """;

    internal const string Count = "select count(*) " + Filter;

    /// <summary>$12 rows a page, $13 rows before it. Excerpts are made for the page's rows only.</summary>
    internal const string Search = "with page as (select c.* " + Filter + """
         order by c.started_at desc, c.id desc limit $12 offset $13)
        select
        """ + " " + Columns + """
        , (select count(*) from alarms a where a.call_id = c.id)::int,
        case when $6::text is not null then (
          select ts_headline('supervision_fr', string_agg(u.text, ' … ' order by u.start_ms), websearch_to_tsquery('supervision_fr', $6),
            E'StartSel=\u2068, StopSel=\u2069, MaxWords=24, MinWords=12, MaxFragments=2, FragmentDelimiter=" … "')
          from utterances u where u.call_id = c.id and u.kind = 1) end
        from page c order by c.started_at desc, c.id desc
        """;

    /// <summary>$2 to $5 the scope.</summary>
    internal const string Get = "select " + Columns + """
         from calls c where c.id = $1
          and ($2 or c.agent_number = $3 or ($4 and (c.id = any($5) or exists (select 1 from incident_calls i where i.call_id = c.id))))
        """;

    internal const string Transcript = """
        select lane, kind, start_ms, end_ms, text, words, model from utterances where call_id = $1 order by start_ms, lane, kind
        """;

    internal const string Tension = """
        select points, model, raise_threshold, clear_threshold from tension where call_id = $1 order by from_ms
        """;

    internal const string Events = "select kind, at_ms, detail from call_events where call_id = $1 order by at_ms, at, kind";

    internal const string AgentNumbers = "select id, agent_number from calls where id = any($1) and state = 3";

    internal const string CountSince = "select count(*)::int from calls where started_at >= $1";
}
