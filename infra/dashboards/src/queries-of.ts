import type { Dashboard, Query } from './dashboard.ts'

// What Grafana puts in place of its variables: every service, and a window of four samples or more.
const values = { $job: '.*', $__rate_interval: '1m' }

/** The queries of a dashboard as Prometheus gets them; other values may take the place of Grafana's variables. */
export function queriesOf({ rows }: Dashboard, chosen: Partial<typeof values> = {}): Query[] {
  const all = Object.entries({ ...values, ...chosen })
  return rows
    .flatMap(({ panels }) => panels.flatMap(({ queries }) => queries))
    .map((query) => ({
      ...query,
      expr: all.reduce((expr, [name, value]) => expr.replaceAll(name, value), query.expr),
    }))
}
