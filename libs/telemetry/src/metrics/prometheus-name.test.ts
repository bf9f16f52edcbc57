import { expect, test } from 'vitest'
import { prometheusName } from './prometheus-name.ts'

test.each([
  ['http.server.request.duration', 's', 'histogram', 'http_server_request_duration_seconds'],
  ['tailspan.outbox.oldest_age', 's', 'gauge', 'tailspan_outbox_oldest_age_seconds'],
  ['tailspan.dead_letters', '{message}', 'counter', 'tailspan_dead_letters_total'],
  ['tailspan.total.mails', '{mail}', 'counter', 'tailspan_mails_total'],
  ['nodejs.eventloop.utilization', '1', 'gauge', 'nodejs_eventloop_utilization_ratio'],
  ['db.client.connection.count', '{connection}', 'updowncounter', 'db_client_connection_count'],
  ['a.share', '1', 'updowncounter', 'a_share'],
  ['wait.seconds', 's', 'gauge', 'wait_seconds'],
  ['process.memory.usage', 'By', 'gauge', 'process_memory_usage_bytes'],
  ['odd..name__here', 'furlong', 'gauge', 'odd_name_here_furlong'],
])('%s in %s, a %s, is %s in Prometheus', (...row) => {
  const [name, unit, instrument, named] = row

  expect(prometheusName({ name, unit, instrument })).toBe(named)
})
