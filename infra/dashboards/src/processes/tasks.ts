import type { Row } from '../dashboard.ts'

const registry = 'tailspan_task_registry'
const line = `{{job}} {{${registry}}}`
const by = `by (job, ${registry})`

/** Detached work: its owner, and how it ends. */
export const tasks: Row = {
  title: 'Background tasks',
  panels: [
    {
      title: 'Tasks in hand',
      about: 'Running, and queued because the registry is full.',
      unit: 'short',
      queries: [
        {
          legend: `${line} running`,
          expr: `sum ${by} (tailspan_tasks_running{job=~"$job"})`,
        },
        { legend: `${line} queued`, expr: `sum ${by} (tailspan_tasks_queued{job=~"$job"})` },
      ],
    },
    {
      title: 'Age of the oldest task',
      about: 'A task that never ends delays every stop: /tasks of the debug listener names it.',
      unit: 's',
      queries: [
        { legend: line, expr: `max ${by} (tailspan_tasks_oldest_age_seconds{job=~"$job"})` },
      ],
    },
    {
      title: 'Ended tasks',
      about: 'Tasks a second by outcome, and refused ones. An abandoned one is StopAbandonedWork.',
      unit: 'cps',
      queries: [
        {
          legend: `${line} {{tailspan_task_outcome}}`,
          expr: `sum by (job, ${registry}, tailspan_task_outcome) (rate(tailspan_tasks_ended_total{job=~"$job"}[$__rate_interval]))`,
        },
        {
          legend: `${line} refused`,
          expr: `sum ${by} (rate(tailspan_tasks_refused_total{job=~"$job"}[$__rate_interval]))`,
          isOfTrouble: true,
        },
      ],
    },
  ],
}
