create table jobs (
  id          uuid primary key,
  task        text not null,
  accepted_at timestamptz not null
);
