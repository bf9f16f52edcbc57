-- What was answered to a request that named a key; written in the transaction of its order.
create table idempotency_keys (
  key        text primary key,
  body_hash  text not null,
  answer     json not null,
  expires_at timestamptz not null
);

create index idempotency_keys_expiry on idempotency_keys (expires_at);
