/** See migrations/. */
export type Tables = {
  done_jobs: { job_id: string; task: string; done_at: Date }
}
