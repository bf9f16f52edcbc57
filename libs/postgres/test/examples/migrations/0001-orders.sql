create table orders (id text primary key, total_cents bigint not null);
