-- Incidents of the police desk, filled from the journal; no foreign keys, as for calls.

create table incidents (
  id uuid primary key,
  -- Null until the server knew which numbers had been given.
  series text,
  year integer,
  serial integer,
  category smallint,
  severity smallint not null,
  state smallint not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  owner text,
  merged_into uuid,
  alarms uuid[] not null,
  revision integer not null,
  -- The incident whole, as the journal told it.
  incident jsonb not null
);

create index incidents_opened_at on incidents (opened_at desc, id desc);
create index incidents_open on incidents (opened_at) where state <> 4;
create index incidents_number on incidents (series, year, serial);

-- Who works at the desk sees the calls in this table, and no others.
create table incident_calls (
  incident_id uuid not null,
  call_id uuid not null,
  caller_number text,
  attached_at timestamptz not null,
  attached_by text,
  primary key (incident_id, call_id)
);

create index incident_calls_call on incident_calls (call_id);
create index incident_calls_number on incident_calls (caller_number);

-- Every step, append only: written once, never updated.
create table incident_steps (
  incident_id uuid not null,
  sequence integer not null,
  at timestamptz not null,
  kind smallint not null,
  done_by text,
  step jsonb not null,
  primary key (incident_id, sequence)
);

-- The history of a number.
create index calls_caller_number on calls (caller_number, started_at desc);
