create table stock (
  sku       text primary key,
  available integer not null check (available >= 0)
);

create table holds (
  order_id   uuid primary key,
  lines      jsonb not null,
  missing    jsonb,
  decided_at timestamptz not null,
  event_id   uuid not null
);

insert into stock (sku, available) values
  ('tea', 1000000000),
  ('coffee', 1000000000),
  ('cocoa', 1000000000),
  ('mug', 100000),
  ('samovar', 3);
