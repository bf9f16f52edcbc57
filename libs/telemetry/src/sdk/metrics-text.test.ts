import { readFile } from 'node:fs/promises'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { expect, test } from 'vitest'
import { metricOptions } from '../metrics/metric-options.ts'
import { metricTable } from '../metrics/metric-table.ts'
import { OnDemandReader, renderReader } from './metrics-text.ts'

const page = new URL('../../../../docs/telemetry.md', import.meta.url)
const metrics = Object.keys(metricTable) as (keyof typeof metricTable)[]

test('T9 /metrics has every metric under the name that docs/telemetry.md gives it in Prometheus', async () => {
  const listed = [...(await readFile(page, 'utf8')).matchAll(/\| `(\w+)` \|$/gm)].map(
    ([, name]) => name,
  )
  const reader = new OnDemandReader()
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test')
  for (const metric of metrics) record(metric)

  const text = await renderReader(reader)

  const shown = new Set(text.split('\n').map((line) => /^\w+/.exec(line)?.[0]))
  expect(listed).toHaveLength(metrics.length)
  expect(listed.filter((name) => !shown.has(name))).toEqual([])

  function record(metric: keyof typeof metricTable): void {
    const [name, instrument] = metricTable[metric]
    const options = metricOptions(metric)
    if (instrument === 'histogram') meter.createHistogram(name, options).record(1)
    else if (instrument === 'counter') meter.createCounter(name, options).add(1)
    else if (instrument === 'updowncounter') meter.createUpDownCounter(name, options).add(1)
    else meter.createGauge(name, options).record(1)
  }
})
