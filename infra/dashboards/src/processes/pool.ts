import type { Row } from '../dashboard.ts'
import { quantiles } from '../quantiles.ts'

/** Connections to PostgreSQL. */
export const pool: Row = {
  title: 'Connections to PostgreSQL',
  panels: [
    {
      title: 'Connections',
      about: 'Used and idle ones, and how many the pools may have.',
      unit: 'short',
      queries: [
        {
          legend: '{{job}} {{db_client_connection_state}}',
          expr: 'sum by (job, db_client_connection_state) (db_client_connection_count{job=~"$job"})',
        },
        {
          legend: '{{job}} at most',
          expr: 'sum by (job) (db_client_connection_max{job=~"$job"})',
        },
      ],
    },
    {
      title: 'Waiting for a connection',
      about: 'Above 0 for long: the pool is too small, or the database too slow.',
      unit: 'short',
      queries: [
        {
          legend: '{{job}}',
          expr: 'sum by (job) (db_client_connection_pending_requests{job=~"$job"})',
        },
      ],
    },
    {
      title: 'Time of a statement',
      about: 'Median and 99th percentile of round trips.',
      unit: 's',
      queries: quantiles({ metric: 'db_client_operation_duration_seconds' }),
    },
  ],
}
