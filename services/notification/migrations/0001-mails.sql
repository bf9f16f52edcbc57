create table mails (
  message_id text primary key,
  order_id   uuid not null,
  sent_at    timestamptz not null
);
