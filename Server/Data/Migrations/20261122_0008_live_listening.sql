-- Who heard a live call, from when to when, for what purpose: two entries of the access log that share an id, for the log only grows.

alter table access_log add column listening_id uuid;

-- The journal may bring an entry twice.
create unique index access_log_listening on access_log (listening_id, action) where listening_id is not null;

-- ended_at is null while it lasts.
create view live_listenings as
  select b.listening_id, b.user_name, b.call_id, b.reason as purpose, b.remote_address, b.at as started_at, e.at as ended_at, e.reason as ended_by
  from access_log b
  left join access_log e on e.listening_id = b.listening_id and e.action = 'listen-live-end'
  where b.action = 'listen-live';
