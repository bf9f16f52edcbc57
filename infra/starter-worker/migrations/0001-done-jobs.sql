create table done_jobs (
  id      bigint generated always as identity primary key,
  job_id  uuid not null,
  task    text not null,
  done_at timestamptz not null
);

create index done_jobs_job on done_jobs (job_id);
