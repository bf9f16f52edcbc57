import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as conventions from '@opentelemetry/semantic-conventions/incubating'
import { expect, test } from 'vitest'
import { metricNames, metricTable } from '../src/metrics/metric-table.ts'
import { attributes, attributeTable, spanTable } from '../src/names.ts'
import { renderNames } from './render-names.ts'

const document = fileURLToPath(new URL('../../../docs/telemetry.md', import.meta.url))
const lifecycleNames = fileURLToPath(new URL('../../lifecycle/src/names.ts', import.meta.url))
const known = new Set<unknown>(Object.values(conventions))

test('T9 docs/telemetry.md lists exactly the names of names.ts', async () => {
  await expect(renderNames()).toMatchFileSnapshot(document)
})

test('T9 a name is one of the semantic conventions or one of ours', () => {
  const foreign = [...Object.values(attributes), ...Object.values(metricNames)].filter(
    (name) => !known.has(name) && !name.startsWith('tailspan.'),
  )

  // The pg instrumentation puts it on prepared statements; no convention has a word for it.
  expect(foreign).toEqual(['db.postgresql.plan'])
})

test.each([
  ['attributes', attributeTable],
  ['spans', spanTable],
  ['metrics', metricTable],
])('no name stands for two things: %s', (_, table) => {
  const names = Object.values(table).map(([name]) => name as string)

  expect(new Set(names).size).toBe(names.length)
})

test('T9 the names of lifecycle, which stands alone, are listed here too', async () => {
  const source = await readFile(lifecycleNames, 'utf8')
  const used = [...source.matchAll(/: '([a-z_]+\.[a-z._]+)'/g)].map(([, name]) => name as string)
  const listed = new Set<string>([...Object.values(attributes), ...Object.values(metricNames)])

  expect(used.length).toBeGreaterThan(5)
  expect(used.filter((name) => !listed.has(name))).toEqual([])
})

// Made by the published instrumentations of `fetch` and `pg`.
const foreign = ['httpClientDuration', 'dbDuration']

test('T9 each metric is recorded somewhere: an alert on a name that nothing records never fires', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const paths = await Array.fromAsync(
    glob('{libs,services}/*/src/**/*.ts', {
      cwd: root,
      exclude: (path) => /metric-table|[.]test[.]ts$/.test(path),
    }),
  )
  const source = (await Promise.all(paths.map((path) => readFile(`${root}/${path}`, 'utf8')))).join(
    '\n',
  )

  const unrecorded = Object.entries(metricNames).filter(
    ([metric, name]) =>
      !source.includes(`'${metric}'`) && !source.includes(`'${name}'`) && !foreign.includes(metric),
  )

  expect(unrecorded).toEqual([])
})
