-- Calls whose transcript has a gap, looked for every five seconds. 2 = gap.
create index utterances_gaps on utterances (call_id) where kind = 2;

-- A call that was detached from an incident, should it be found private.
create index incident_steps_detached on incident_steps ((step->'detached'->>'callId')) where step->'detached'->>'callId' is not null;
