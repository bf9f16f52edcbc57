-- Events that are stored and not yet acknowledged by Kafka; see libs/outbox/README.md.
-- The columns up to `headers` have the names that Debezium's outbox event router expects.
create table outbox (
  id            uuid primary key,
  seq           bigint generated always as identity (cache 1),
  aggregatetype text not null,
  aggregateid   text not null,
  type          text not null,
  payload       json not null,
  headers       jsonb not null,
  created_at    timestamptz not null default clock_timestamp(),
  lease_until   timestamptz,
  attempts      integer not null default 0,
  last_error    text,
  parked_at     timestamptz
)
-- A lease rewrites its row: with room beside it no index has to know.
with (fillfactor = 50);

create unique index outbox_seq on outbox (seq);
create index outbox_aggregate on outbox (aggregateid, seq);
