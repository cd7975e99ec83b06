-- Calls whose transcript has a gap, looked for every five seconds. 2 = gap.
create index utterances_gaps on utterances (call_id) where kind = 2;
