import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { metricOptions } from './metric-options.ts'
import { metricTable } from './metric-table.ts'
import { prometheusName } from './prometheus-name.ts'

const names = Object.keys(metricTable) as (keyof typeof metricTable)[]
const rules = new URL('../../../../infra/alerts/rules.yaml', import.meta.url)

/** The boundaries of the metric that has this name in Prometheus. */
function boundariesOf(named: string): readonly number[] {
  const found = names.find((metric) => {
    const [name, instrument, unit] = metricTable[metric]
    return prometheusName({ name, unit, instrument }) === named
  })
  return found ? (metricOptions(found).advice?.explicitBucketBoundaries ?? []) : []
}

test('an objective of an alert is one of the boundaries that are measured', async () => {
  const text = await readFile(rules, 'utf8')
  const asked = [...text.matchAll(/(\w+)_bucket\{le=~?"([\d.]+)/g)]

  expect(asked.length).toBeGreaterThan(4)
  for (const [, name = '', boundary] of asked)
    expect(boundariesOf(name), name).toContain(Number(boundary))
})

test.each(names.filter((metric) => metricTable[metric][1] === 'histogram'))(
  '%s is measured in seconds, with boundaries in seconds',
  (metric) => {
    const { unit, advice } = metricOptions(metric)

    expect(unit).toBe('s')
    expect(advice?.explicitBucketBoundaries?.[0]).toBeLessThan(0.1)
  },
)
