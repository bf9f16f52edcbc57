import type { Row } from '../dashboard.ts'
import { quantiles } from '../quantiles.ts'

/** From the commit to Kafka's acknowledgement. */
export const outbox: Row = {
  title: 'Outbox and Kafka',
  panels: [
    {
      title: 'Backlog',
      about:
        'Events that are stored and not published yet. All instances of a service see the same table. A parked one is RowsParked.',
      unit: 'short',
      queries: [
        {
          legend: '{{job}} not published',
          expr: 'max by (job) (tailspan_outbox_backlog{job=~"$job"})',
        },
        {
          legend: '{{job}} parked',
          expr: 'max by (job) (tailspan_outbox_parked{job=~"$job"})',
        },
      ],
    },
    {
      title: 'Age of the oldest event',
      about: 'Above a minute: EventsNotPublished.',
      unit: 's',
      queries: [
        {
          legend: '{{job}}',
          expr: 'max by (job) (tailspan_outbox_oldest_age_seconds{job=~"$job"})',
        },
      ],
    },
    {
      title: 'Sent events',
      about: 'Acknowledged by Kafka, or failed by code of the error.',
      unit: 'cps',
      queries: [
        {
          legend: '{{job}} {{messaging_destination_name}} {{error_type}}',
          expr: 'sum by (job, messaging_destination_name, error_type) (rate(messaging_client_sent_messages_total{job=~"$job"}[$__rate_interval]))',
        },
        {
          legend: '{{job}} not settled',
          expr: 'sum by (job) (tailspan_producer_pending{job=~"$job"})',
        },
      ],
    },
    {
      title: 'From send to acknowledgement',
      about: 'Median and 99th percentile. Answers do not wait for it.',
      unit: 's',
      queries: quantiles({
        metric: 'messaging_client_operation_duration_seconds',
        by: ['messaging_destination_name'],
      }),
    },
  ],
}
