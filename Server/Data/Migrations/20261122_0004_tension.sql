-- The caller's tension, a few seconds a row: position in ms, tension in thousandths and level of each point, one after the other.

create table tension (
  call_id uuid not null,
  from_ms integer not null,
  points integer[] not null,
  model text not null,
  raise_threshold real not null,
  clear_threshold real not null,
  primary key (call_id, from_ms)
);

-- Calls of the last day, for what is known of a caller at the start.
create index calls_recent on calls (started_at) where caller_number is not null;
