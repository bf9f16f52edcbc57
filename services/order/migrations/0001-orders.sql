create table orders (
  id               uuid primary key,
  email            text not null,
  lines            jsonb not null,
  total_cents      bigint not null check (total_cents >= 0),
  currency         text not null,
  status           text not null check (status in ('placed', 'confirmed', 'rejected')),
  placed_at        timestamptz not null,
  placed_event_id  uuid not null,
  settled_at       timestamptz,
  settled_event_id uuid,
  reason           text,
  check ((status = 'placed') = (settled_at is null)),
  check ((settled_at is null) = (settled_event_id is null)),
  check ((status = 'rejected') = (reason is not null))
);
