-- People, their tokens, and who listened to what.

create table users (
  id uuid primary key,
  user_name text not null,
  display_name text not null,
  password_hash text not null,
  roles text[] not null,
  -- Extension or number that ties an agent to her own calls.
  agent_number text,
  security_stamp text not null,
  failed_count integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  disabled boolean not null default false
);

create unique index users_user_name on users (lower(user_name));

create table api_tokens (
  id uuid primary key,
  name text not null,
  -- SHA-256 of the token; the token itself is shown once and kept nowhere.
  token_hash bytea not null unique,
  roles text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table access_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  user_name text not null,
  -- Stable name: listen, download, read-transcript, export, search…
  action text not null,
  call_id uuid,
  reason text,
  remote_address text
);

create index access_log_call on access_log (call_id, at desc);
create index access_log_at on access_log (at desc);
