-- What was taken in, written in the transaction of its effect; see libs/outbox/README.md.
create table inbox (
  consumer   text not null,
  message_id text not null,
  taken_at   timestamptz not null default clock_timestamp(),
  primary key (consumer, message_id)
);

create index inbox_taken on inbox (taken_at);
