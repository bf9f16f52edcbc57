-- Mails that the mail server did not take for now, kept to be sent again.
create table deferred_mails (
  message_id  text primary key,
  order_id    uuid not null,
  -- The mails of one order are sent in this order.
  seq         bigint generated always as identity,
  -- The record that the mail is made of, as it came. json, not jsonb: that refuses some characters.
  record      json not null,
  deferred_at timestamptz not null default now(),
  tries       integer not null,
  last_error  text,
  -- When it is tried next; while an instance has it in hand, when its lease ends.
  due_at      timestamptz not null,
  lease_id    uuid,
  -- When it becomes a dead letter; null as long as no refusal was of this mail itself.
  retry_until timestamptz,
  tried_at    timestamptz not null default now()
);

create index deferred_mails_due on deferred_mails (due_at);
create index deferred_mails_order on deferred_mails (order_id, seq);
