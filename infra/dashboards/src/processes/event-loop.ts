import type { Row } from '../dashboard.ts'

/** Whether JavaScript keeps up. */
export const eventLoop: Row = {
  title: 'Event loop',
  panels: [
    {
      title: 'Delay of the event loop',
      about:
        'The 99th percentile and the longest delay since the last reading. Above 50 ms: take /debug/pprof/profile.',
      unit: 's',
      queries: [
        {
          legend: '{{job}} p99',
          expr: 'max by (job, instance) (nodejs_eventloop_delay_p99_seconds{job=~"$job"})',
        },
        {
          legend: '{{job}} longest',
          expr: 'max by (job, instance) (nodejs_eventloop_delay_max_seconds{job=~"$job"})',
        },
      ],
    },
    {
      title: 'Utilization of the event loop',
      about: 'Share of time at work. An instance near 1 is full, whatever the processor says.',
      unit: 'percentunit',
      queries: [
        {
          legend: '{{job}}',
          expr: 'max by (job, instance) (nodejs_eventloop_utilization_ratio{job=~"$job"})',
        },
      ],
    },
    {
      title: 'Requests in hand',
      about: 'Requests without an answer, open streams included.',
      unit: 'short',
      queries: [
        {
          legend: '{{job}}',
          expr: 'sum by (job, instance) (http_server_active_requests{job=~"$job"})',
        },
      ],
    },
  ],
}
