-- What agents are told to do, by category of alarm. Every change is a new row; the newest counts. No row: the console's own text.

create table advice_texts (
  category smallint not null,
  version integer not null check (version > 0),
  text text not null,
  edited_by text not null,
  edited_at timestamptz not null,
  primary key (category, version)
);
