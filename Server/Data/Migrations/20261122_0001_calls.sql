-- Calls, their transcripts, alarms and time lines, filled from the journal.
-- No foreign keys between journalled tables: a row that came without its call must not hold back all the others.

-- French stems on words without accents, so that 'menace' finds 'menacé'. Without the unaccent extension accents count.
create text search configuration supervision_fr (copy = pg_catalog.french);

do $$
begin
  create extension if not exists unaccent;
  alter text search configuration supervision_fr alter mapping for hword, hword_part, word with unaccent, french_stem;
exception when others then
  raise warning 'unaccent cannot be had (%); searches will mind accents', sqlerrm;
end
$$;

-- Lower-case without accents, for names. Immutable and without extension, whatever the locale of the database.
create function supervision_fold(value text) returns text
  language sql immutable strict parallel safe
  return lower(translate(value,
    'ÀÂÄÁÃÅàâäáãåÇçÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÖÕòóôöõÙÚÛÜùúûüÝŸýÿ',
    'aaaaaaaaaaaacceeeeeeeeiiiiiiiinnoooooooooouuuuuuuuyyyy'));

create table calls (
  id uuid primary key,
  -- Journal, hence server, that last told of it: what it left live when it died is ended at its next start.
  journal_id uuid not null,
  source smallint not null,
  state smallint not null,
  recording smallint not null,
  transcription smallint not null,
  caller_number text,
  caller_name text,
  agent_number text,
  agent_name text,
  started_at timestamptz not null,
  ended_at timestamptz,
  end_reason smallint,
  lanes smallint[] not null,
  is_demonstration boolean not null,
  transcript_lag_ms integer not null,
  analysis_frames_dropped bigint not null,
  -- The whole transcript, so that two words of one query may be in two utterances; written when the call is over.
  transcript_search tsvector
);

create index calls_started_at on calls (started_at desc, id desc);
create index calls_not_ended on calls (journal_id) where state <> 3;
create index calls_agent_number on calls (agent_number, started_at desc);
create index calls_transcript_search on calls using gin (transcript_search);

-- Part of a number is looked for without an index where trigrams cannot be had.
do $$
begin
  create extension if not exists pg_trgm;
  create index calls_caller_number_part on calls using gin (caller_number gin_trgm_ops);
exception when others then
  raise warning 'pg_trgm cannot be had (%); searches by part of a number read every row', sqlerrm;
end
$$;

create table utterances (
  call_id uuid not null,
  lane smallint not null,
  start_ms integer not null,
  kind smallint not null,
  end_ms integer not null,
  text text not null,
  words jsonb not null,
  model text not null,
  search tsvector generated always as (to_tsvector('supervision_fr'::regconfig, text)) stored,
  primary key (call_id, lane, start_ms, kind)
);

create index utterances_search on utterances using gin (search);

create table alarms (
  id uuid primary key,
  call_id uuid not null,
  category smallint not null,
  severity smallint not null,
  state smallint not null,
  raised_at timestamptz not null,
  reasons jsonb not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  resolved_by text,
  resolved_at timestamptz,
  outcome smallint,
  note text,
  revision integer not null
);

create index alarms_call on alarms (call_id);
create index alarms_open on alarms (raised_at desc) where state <> 3;

-- Every step of an alarm's handling, as it stood after it.
create table alarm_steps (
  alarm_id uuid not null,
  revision integer not null,
  at timestamptz not null,
  state smallint not null,
  severity smallint not null,
  done_by text,
  alarm jsonb not null,
  primary key (alarm_id, revision)
);

create table call_events (
  call_id uuid not null,
  at_ms integer not null,
  kind text not null,
  detail text not null,
  at timestamptz not null,
  primary key (call_id, at_ms, kind, detail, at)
);

-- How far each journal has been imported; written in the transaction of the rows themselves.
create table journal_position (
  journal_id uuid primary key,
  sequence bigint not null,
  updated_at timestamptz not null
);

-- Entries that the database refuses for what they hold; kept, so that nothing is lost and the others pass.
create table journal_rejected (
  journal_id uuid not null,
  sequence bigint not null,
  error text not null,
  entry bytea not null,
  rejected_at timestamptz not null,
  primary key (journal_id, sequence)
);
