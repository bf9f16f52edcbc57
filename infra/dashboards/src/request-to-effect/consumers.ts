import type { Row } from '../dashboard.ts'
import { quantiles } from '../quantiles.ts'

const group = 'messaging_consumer_group_name'
const topic = 'messaging_destination_name'
const line = `{{${group}}} of {{${topic}}}`
const by = `by (job, ${group}, ${topic})`
const byPartition = `by (job, ${group}, ${topic}, messaging_destination_partition_id)`
// A partition is told twice while an instance that has owned it is out of the group.
const lag = `max ${byPartition} (tailspan_consumer_lag{job=~"$job"})`

/** From Kafka to the effect. */
export const consumers: Row = {
  title: 'Consumers',
  panels: [
    {
      title: 'Lag',
      about:
        'Records of a topic that a group has not finished. One partition alone is a blocked record: see the metric by partition.',
      unit: 'short',
      queries: [{ legend: line, expr: `sum ${by} (${lag})` }],
    },
    {
      title: 'Age of the oldest record',
      about: 'How long the first of these waits. Above a minute: EventsNotConsumed.',
      unit: 's',
      queries: [
        { legend: line, expr: `max ${by} (tailspan_consumer_oldest_age_seconds{job=~"$job"})` },
      ],
    },
    {
      title: 'From the event to its effect',
      about:
        'Median and 99th percentile by group. The promise is 99.9 % within a minute: EventsLate.',
      unit: 's',
      queries: quantiles({ metric: 'tailspan_event_effect_delay_seconds', by: [group] }),
    },
    {
      title: 'Time in a handler',
      about: 'Median and 99th percentile by group.',
      unit: 's',
      queries: quantiles({ metric: 'messaging_process_duration_seconds', by: [group] }),
    },
    {
      title: 'Fetched records',
      about: 'Records a second that a group fetched.',
      unit: 'cps',
      queries: [
        {
          legend: line,
          expr: `sum ${by} (rate(messaging_client_consumed_messages_total{job=~"$job"}[$__rate_interval]))`,
        },
      ],
    },
    {
      title: 'Trouble',
      about:
        'Rebalances, and records that were retried, skipped or dead-lettered in the window. A dead letter is DeadLetters.',
      unit: 'short',
      queries: [
        {
          legend: `{{${group}}} rebalances`,
          expr: `sum by (job, ${group}) (increase(tailspan_consumer_rebalances_total{job=~"$job"}[$__rate_interval]))`,
        },
        {
          legend: `${line} retried`,
          expr: `sum ${by} (increase(tailspan_consumer_retried_total{job=~"$job"}[$__rate_interval]))`,
          isOfTrouble: true,
        },
        {
          legend: `${line} skipped`,
          expr: `sum ${by} (increase(tailspan_consumer_skipped_total{job=~"$job"}[$__rate_interval]))`,
          isOfTrouble: true,
        },
        {
          legend: `${line} dead-lettered`,
          expr: `sum ${by} (increase(tailspan_dead_letters_total{job=~"$job"}[$__rate_interval]))`,
          isOfTrouble: true,
        },
      ],
    },
  ],
}
