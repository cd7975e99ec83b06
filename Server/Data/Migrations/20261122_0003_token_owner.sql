-- A token answers to a person: when her account is disabled, her tokens stop too. A token of an agent sees that agent's calls.

alter table api_tokens
  add column owner_id uuid not null references users (id),
  add column agent_number text;
