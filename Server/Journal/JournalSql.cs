namespace Supervision.Server.Journal;

/// <summary>Statements that bring entries into the database. Each may be run again with the same entry.</summary>
internal static class JournalSql
{
    internal const string UpsertCall = """
        insert into calls (id, journal_id, source, state, recording, transcription, caller_number, caller_name, agent_number, agent_name,
          started_at, ended_at, end_reason, lanes, is_demonstration, transcript_lag_ms, analysis_frames_dropped)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        on conflict (id) do update set journal_id = excluded.journal_id, source = excluded.source, state = excluded.state,
          recording = excluded.recording, transcription = excluded.transcription, caller_number = excluded.caller_number,
          caller_name = excluded.caller_name, agent_number = excluded.agent_number, agent_name = excluded.agent_name,
          started_at = excluded.started_at, ended_at = excluded.ended_at, end_reason = excluded.end_reason, lanes = excluded.lanes,
          is_demonstration = excluded.is_demonstration, transcript_lag_ms = excluded.transcript_lag_ms,
          analysis_frames_dropped = excluded.analysis_frames_dropped
        """;

    /// <summary>The row keeps what it knows; a call that ended in an orderly way stays so. 5 = recovered.</summary>
    internal const string UpsertRecoveredCall = """
        insert into calls (id, journal_id, source, state, recording, transcription, caller_number, caller_name, agent_number, agent_name,
          started_at, ended_at, end_reason, lanes, is_demonstration, transcript_lag_ms, analysis_frames_dropped)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        on conflict (id) do update set state = excluded.state, ended_at = excluded.ended_at, end_reason = excluded.end_reason
        where calls.end_reason is null or calls.end_reason = 5
        """;

    /// <summary>The person refused: what was transcribed goes too.</summary>
    internal const string DeleteUtterances = "delete from utterances where call_id = $1";

    /// <summary>The words that the call's alarms quote; that there was an alarm, and when, stays.</summary>
    internal const string ForgetQuotes = """
        update alarms set reasons = coalesce((select jsonb_agg(r || '{"heard": ""}') from jsonb_array_elements(reasons) r), '[]')
        where call_id = $1
        """;

    /// <inheritdoc cref="ForgetQuotes"/>
    internal const string ForgetQuotesOfSteps = """
        update alarm_steps s set alarm = jsonb_set(s.alarm, '{reasons}',
          coalesce((select jsonb_agg(r || '{"heard": ""}') from jsonb_array_elements(s.alarm->'reasons') r), '[]'))
        from alarms a where a.id = s.alarm_id and a.call_id = $1 and s.alarm ? 'reasons'
        """;

    /// <summary>
    /// Entries that the database refused are kept as they were written: those of the call ($1, as text) may quote it, but for the kinds
    /// that never hold a word of it ($2).
    /// </summary>
    internal const string ForgetRejected = """
        delete from journal_rejected where position(convert_to($1, 'UTF8') in entry) > 0
          and not exists (select 1 from unnest($2) kind where position(convert_to('"type":"' || kind || '"', 'UTF8') in entry) > 0)
        """;

    /// <summary>The same person's refusal, and what a private line leaves.</summary>
    internal const string DeleteTension = "delete from tension where call_id = $1";

    /// <summary>Its lines changed places: the voice before was perhaps the agent's.</summary>
    internal const string DeleteTensionUpTo = "delete from tension where call_id = $1 and from_ms <= $2";

    /// <summary>What its alarms quote of that voice; a reason that comes later counts.</summary>
    internal const string WithdrawVoice = """
        update alarms set reasons = coalesce((
          select jsonb_agg(case when r->>'rule' = any($3) and (r->>'atMs')::int <= $2
            then r || '{"score": null, "threshold": null, "lowered": "OtherVoice"}'::jsonb else r end)
          from jsonb_array_elements(reasons) r), '[]')
        where call_id = $1
        """;

    /// <inheritdoc cref="WithdrawVoice"/>
    internal const string WithdrawVoiceOfSteps = """
        update alarm_steps s set alarm = jsonb_set(s.alarm, '{reasons}', coalesce((
          select jsonb_agg(case when r->>'rule' = any($3) and (r->>'atMs')::int <= $2
            then r || '{"score": null, "threshold": null, "lowered": "OtherVoice"}'::jsonb else r end)
          from jsonb_array_elements(s.alarm->'reasons') r), '[]'))
        from alarms a where a.id = s.alarm_id and a.call_id = $1 and s.alarm ? 'reasons'
        """;

    internal const string DeleteEvents = "delete from call_events where call_id = $1";

    internal const string DeleteCall = "delete from calls where id = $1";

    internal const string UpsertTension = """
        insert into tension (call_id, from_ms, points, model, raise_threshold, clear_threshold) values ($1, $2, $3, $4, $5, $6)
        on conflict (call_id, from_ms) do update set points = excluded.points, model = excluded.model,
          raise_threshold = excluded.raise_threshold, clear_threshold = excluded.clear_threshold
        """;

    internal const string UpsertUtterance = """
        insert into utterances (call_id, lane, start_ms, kind, end_ms, text, words, model)
        values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
        on conflict (call_id, lane, start_ms, kind) do update set end_ms = excluded.end_ms, text = excluded.text,
          words = excluded.words, model = excluded.model
        """;

    internal const string DeleteStretch = "delete from utterances where call_id = $1 and lane = $2 and start_ms >= $3 and start_ms < $4";

    /// <summary>A late message never undoes a newer one.</summary>
    internal const string UpsertAlarm = """
        insert into alarms (id, call_id, category, severity, state, raised_at, reasons, acknowledged_by, acknowledged_at, resolved_by,
          resolved_at, outcome, note, revision, waiting_since, escalates_at, escalated_at, escalated_by, snoozed_until)
        values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        on conflict (id) do update set category = excluded.category, severity = excluded.severity, state = excluded.state,
          reasons = excluded.reasons, acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at,
          resolved_by = excluded.resolved_by, resolved_at = excluded.resolved_at, outcome = excluded.outcome, note = excluded.note,
          revision = excluded.revision, waiting_since = excluded.waiting_since, escalates_at = excluded.escalates_at,
          escalated_at = excluded.escalated_at, escalated_by = excluded.escalated_by, snoozed_until = excluded.snoozed_until
        where alarms.revision < excluded.revision
        """;

    internal const string InsertAlarmStep = """
        insert into alarm_steps (alarm_id, revision, at, state, severity, done_by, alarm, kind, note)
        values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)
        on conflict do nothing
        """;

    internal const string InsertEvent = """
        insert into call_events (call_id, at_ms, kind, detail, at) values ($1, $2, $3, $4, $5) on conflict do nothing
        """;

    /// <summary>The transcript of calls that are over becomes searchable; 500000 characters stay well within a tsvector's 1 MB.</summary>
    internal const string RefreshSearch = """
        update calls c set transcript_search = (
          select to_tsvector('supervision_fr', left(coalesce(string_agg(u.text, ' . ' order by u.start_ms), ''), 500000))
          from utterances u where u.call_id = c.id and u.kind = 1)
        where c.id = any($1) and c.state = 3
        """;

    /// <summary>Calls that this journal left live when the server died: ended where their last words ended. 5 = recovered, 4 = off.</summary>
    internal const string EndAbandonedCalls = """
        update calls c set state = 3, end_reason = 5, transcription = 4,
          ended_at = c.started_at + make_interval(secs => coalesce(
            (select max(u.end_ms) from utterances u where u.call_id = c.id), 0) / 1000.0),
          transcript_search = (
            select to_tsvector('supervision_fr', left(coalesce(string_agg(u.text, ' . ' order by u.start_ms), ''), 500000))
            from utterances u where u.call_id = c.id and u.kind = 1)
        where c.journal_id = $1 and c.state <> 3
        """;

    internal const string InsertListening = """
        insert into access_log (at, user_name, action, call_id, reason, remote_address, listening_id) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict do nothing
        """;

    /// <summary>What was heard when the server died was heard at most until the last word of the call, which is ended by now.</summary>
    internal const string EndAbandonedListenings = """
        insert into access_log (at, user_name, action, call_id, reason, listening_id)
        select greatest(b.at, c.ended_at), b.user_name, $3, b.call_id, $4, b.listening_id
        from access_log b join calls c on c.id = b.call_id and c.journal_id = $1 and c.state = 3
        where b.action = $2 and not exists (
          select from access_log e where e.listening_id = b.listening_id and e.action = $3)
        on conflict do nothing
        """;

    internal const string SelectPosition = "select sequence from journal_position where journal_id = $1";

    internal const string UpsertPosition = """
        insert into journal_position (journal_id, sequence, updated_at) values ($1, $2, $3)
        on conflict (journal_id) do update set sequence = excluded.sequence, updated_at = excluded.updated_at
        """;

    internal const string InsertRejected = """
        insert into journal_rejected (journal_id, sequence, error, entry, rejected_at) values ($1, $2, $3, $4, $5)
        on conflict (journal_id, sequence) do update set error = excluded.error, entry = excluded.entry, rejected_at = excluded.rejected_at
        """;
}
