import { expect, test } from 'vitest'
import { readPrometheusNames } from './listed-names.ts'
import { parseQuery } from './parse-query.ts'
import { unlistedIn } from './unlisted-names.ts'

test.each([
  ['a metric that was renamed', 'max(tailspan_outbox_age_seconds)', 'tailspan_outbox_age_seconds'],
  ['a metric without its unit', 'tailspan_outbox_oldest_age > 60', 'tailspan_outbox_oldest_age'],
  ['a label that nothing has', 'sum by (queue) (tailspan_outbox_parked)', 'queue'],
  ['a label in a matcher', 'tailspan_outbox_parked{topic="a"}', 'topic'],
])('T9 %s is seen in a query', (_, query, name) => {
  expect(unlistedIn(query)).toEqual([name])
})

test('what a rule records may be asked for', () => {
  expect(unlistedIn('job:slow:ratio > 0.1', new Set(['job:slow:ratio']))).toEqual([])
})

test('a query is read in its parts', () => {
  const text = 'sum by (job, le) (rate(a_total{route="/x"}[5m] offset 15m)) > 0.5'

  const query = parseQuery(text)

  const textOf = ({ from, to }: { from: number; to: number }) => text.slice(from, to)
  expect(query).toMatchObject({ isBroken: false, metrics: ['a_total'], grouped: ['job', 'le'] })
  expect(query.labels.toSorted()).toEqual(['job', 'le', 'route'])
  expect(query.durations.map(textOf)).toEqual(['5m', '15m'])
  expect(query.numbers.map(textOf)).toEqual(['0.5'])
})

test('a query that Prometheus could not read is broken', () => {
  expect(parseQuery('sum by (job (rate(a_total[5m]))').isBroken).toBe(true)
})

test('each listed metric has its name in Prometheus', () => {
  const names = readPrometheusNames()

  expect(names.get('tailspan.dead_letters')).toBe('tailspan_dead_letters_total')
  expect(names.get('tailspan.event.effect_delay')).toBe(
    'tailspan_event_effect_delay_seconds_bucket',
  )
  expect(names.size).toBeGreaterThan(30)
})
