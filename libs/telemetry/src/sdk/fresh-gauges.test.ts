import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { expect, test } from 'vitest'
import { OnDemandReader, renderReader } from './metrics-text.ts'

test('a gauge forgets a series that is observed no more, a counter keeps it', async () => {
  const reader = new OnDemandReader()
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test')
  let owned = ['0', '1']
  meter.createObservableGauge('lag', { unit: '{message}' }).addCallback((result) => {
    for (const partition of owned) result.observe(7, { partition })
  })
  const letters = meter.createCounter('letters')
  letters.add(1, { partition: '0' })
  const before = await renderReader(reader)

  owned = ['1']
  const after = await renderReader(reader)

  const seriesOf = (text: string) =>
    text
      .split('\n')
      .flatMap((line) => /^(\w+)\{partition="(\d)"/.exec(line)?.slice(1).join(' ') ?? [])
  expect(seriesOf(before)).toEqual(['lag 0', 'lag 1', 'letters_total 0'])
  expect(seriesOf(after)).toEqual(['lag 1', 'letters_total 0'])
})
