-- Lists of words that raise alarms: every one that was ever in effect, and the one draft.

create table word_list_versions (
  number integer primary key check (number > 0),
  text text not null,
  phrase_count integer not null,
  published_at timestamptz not null,
  published_by text not null,
  comment text not null
);

create table word_list_draft (
  -- One draft for all: whoever edits works on it.
  id smallint primary key default 1 check (id = 1),
  text text not null,
  revision integer not null,
  based_on integer not null,
  saved_at timestamptz not null,
  saved_by text not null
);
