import type { Row } from '../dashboard.ts'
import { quantiles } from '../quantiles.ts'

const count = 'http_server_request_duration_seconds_count'

/** Until the answer. */
export const requests: Row = {
  title: 'Requests',
  panels: [
    {
      title: 'Requests by route',
      about: 'Answered requests a second. Streams count when they end.',
      unit: 'reqps',
      queries: [
        {
          legend: '{{job}} {{http_request_method}} {{http_route}}',
          expr: `sum by (job, http_request_method, http_route) (rate(${count}{job=~"$job"}[$__rate_interval]))`,
        },
      ],
    },
    {
      title: 'Failed and refused',
      about:
        'Share of answers with a status of 500 and above; requests that were refused because the service was full.',
      unit: 'percentunit',
      queries: [
        {
          legend: '{{job}} failed',
          expr: `(sum by (job) (rate(${count}{job=~"$job",http_response_status_code=~"5.."}[$__rate_interval])) or 0 * sum by (job) (rate(${count}{job=~"$job"}[$__rate_interval]))) / sum by (job) (rate(${count}{job=~"$job"}[$__rate_interval]))`,
        },
        {
          legend: '{{job}} refused',
          expr: `sum by (job) (rate(tailspan_http_refused_total{job=~"$job"}[$__rate_interval])) / sum by (job) (rate(${count}{job=~"$job"}[$__rate_interval]))`,
          isOfTrouble: true,
        },
      ],
    },
    {
      title: 'Time to the answer',
      about:
        'Median and 99th percentile without streams. The promise is 99 % within 300 ms: AnswersSlow.',
      unit: 's',
      queries: quantiles({
        metric: 'http_server_request_duration_seconds',
        matchers: 'http_route!~".*/events"',
      }),
    },
  ],
}
