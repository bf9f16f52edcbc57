export { dashboards } from './all-dashboards.ts'
export type { Dashboard, Panel, Query, Row } from './dashboard.ts'
export { queriesOf } from './queries-of.ts'
