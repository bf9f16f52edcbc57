/** See migrations/. */
export type Tables = {
  jobs: { id: string; task: string; accepted_at: Date }
}
