-- How an alarm is handled: escalation, snooze, and every step with who and what was written.

alter table alarms
  add column waiting_since timestamptz,
  -- Kept, so that what was about to escalate does so after a restart.
  add column escalates_at timestamptz,
  add column escalated_at timestamptz,
  -- Null while escalated_at is set: by itself.
  add column escalated_by text,
  add column snoozed_until timestamptz;

create index alarms_raised_at on alarms (raised_at desc, id desc);

alter table alarm_steps
  add column kind smallint,
  add column note text;

-- 1 raised, 2 a further reason, 4 acknowledged, 9 resolved: what earlier versions could do.
update alarm_steps set
  kind = case when state = 3 then 9 when state = 2 then 4 when revision = 1 then 1 else 2 end,
  note = case when state = 3 then alarm->>'note' end;

alter table alarm_steps alter column kind set not null;
