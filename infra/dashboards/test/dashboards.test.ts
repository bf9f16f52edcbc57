import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseQuery, unlistedIn } from '@tailspan/promql'
import { expect, test } from 'vitest'
import { dashboards } from '../src/all-dashboards.ts'
import type { Query } from '../src/dashboard.ts'
import { renderDashboard, serviceQuery } from '../src/grafana/render-dashboard.ts'
import { queriesOf } from '../src/queries-of.ts'

const folder = fileURLToPath(new URL('../json', import.meta.url))
const byName = dashboards.map((dashboard) => [dashboard.name, dashboard] as const)
const variable = (name: string) => `\${${name}}`
const labelsOfLinks = ['job']

/** What is wrong with a query: it cannot be read, or names what nothing has. */
function faultsOf({ expr, legend }: Pick<Query, 'expr' | 'legend'>): readonly string[] {
  const { isBroken, grouped } = parseQuery(expr)
  const shown = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label)
  return [
    ...(isBroken ? ['broken'] : []),
    ...unlistedIn(expr),
    ...[...shown, ...labelsOfLinks].filter((label) => !grouped.includes(label)),
  ]
}

test.each(byName)('T9 the JSON of %s is what its source makes', async (name, dashboard) => {
  await expect(renderDashboard(dashboard)).toMatchFileSnapshot(`${folder}/${name}.json`)
})

test('there is a JSON for each dashboard and no other', () => {
  expect(readdirSync(folder).toSorted()).toEqual(byName.map(([name]) => `${name}.json`).toSorted())
})

test.each(byName)('T9 %s names metrics and labels that docs/telemetry.md lists', (_, dashboard) => {
  const queries = queriesOf(dashboard)

  const faulty = queries.map((query) => ({ query, faults: faultsOf(query) }))

  expect(queries.length).toBeGreaterThan(10)
  expect(faulty.filter(({ faults }) => faults.length > 0)).toEqual([])
})

test('T9 the list of services is made of a metric and a label that docs/telemetry.md lists', () => {
  const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(serviceQuery) ?? []

  expect(unlistedIn(`count by (${label}) (${metric})`)).toEqual([])
  expect([metric, label]).not.toContain('')
})

test.each<[string, { expr: string; legend?: string; fault: string }]>([
  [
    'a metric that was renamed',
    { expr: 'max by (job) (tailspan_backlog)', fault: 'tailspan_backlog' },
  ],
  [
    'a label that nothing has',
    { expr: 'max by (job, queue) (tailspan_outbox_backlog)', fault: 'queue' },
  ],
  [
    'a label in a matcher',
    { expr: 'max by (job) (tailspan_outbox_backlog{topic="a"})', fault: 'topic' },
  ],
  [
    'a label in the name of a line',
    { expr: 'max by (job) (tailspan_outbox_backlog)', legend: '{{instance}}', fault: 'instance' },
  ],
  ['a line that leads to no service', { expr: 'max(tailspan_outbox_backlog)', fault: 'job' }],
  ['a query that is cut off', { expr: 'max by (job) (tailspan_outbox_backlog', fault: 'broken' }],
])('T9 %s is seen in a dashboard', (_, { expr, legend = '', fault }) => {
  expect(faultsOf({ expr, legend })).toEqual([fault])
})

test('a line leads to the traces of its service in the time that is shown', () => {
  for (const [, dashboard] of byName) {
    const { panels } = JSON.parse(renderDashboard(dashboard))
    const lines = panels.filter(({ type }: { type: string }) => type !== 'row')
    expect(lines.length).toBeGreaterThan(5)
    for (const { fieldConfig } of lines) {
      const { searchParams } = new URL(fieldConfig.defaults.links[0].url, 'http://grafana')
      expect(JSON.parse(searchParams.get('panes') ?? '')).toEqual({
        traces: {
          datasource: 'jaeger',
          queries: [
            {
              refId: 'A',
              datasource: { type: 'jaeger', uid: 'jaeger' },
              queryType: 'search',
              service: variable('__field.labels.job'),
            },
          ],
          range: { from: variable('__from'), to: variable('__to') },
        },
      })
    }
  }
})
