import { setTimeout } from 'node:timers/promises'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { eventually } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { OnDemandReader, renderReader } from '../sdk/metrics-text.ts'
import { observeProcess, tickMs } from './process-metrics.ts'

// Two ticks make the first figure.
const slowly = { intervalMs: 4 * tickMs, timeoutMs: 30_000 }

const spin = (ms: number) => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

/** The sum of the series of each metric. */
async function readSums(reader: OnDemandReader) {
  const sums: Record<string, number> = {}
  for (const line of (await renderReader(reader)).split('\n')) {
    const [, name, value] = /^(\w+)(?:\{.*\})? (\S+)/.exec(line) ?? []
    if (name) sums[name] = (sums[name] ?? 0) + Number(value)
  }
  return sums
}

test('T9 /metrics shows the event loop since the last reading, the heap and the memory of the process', async () => {
  const reader = new OnDemandReader()
  observeProcess(new MeterProvider({ readers: [reader] }).getMeter('test'), 0)
  // The timer begins with the first reading, the histogram with its first tick.
  await readUntil((seconds) => seconds > 0)

  // A reading forgets the last tick: there must be one between it and the block, and one after the block.
  await setTimeout(3 * tickMs)
  spin(300)
  await setTimeout(tickMs)
  const blocked = await readUntil((seconds) => seconds > 0.2)
  await readUntil((seconds) => seconds < 0.2)

  expect(blocked.nodejs_eventloop_delay_p99_seconds).toBeGreaterThan(0.2)
  expect(blocked.nodejs_eventloop_utilization_ratio).toBeGreaterThan(0)
  expect(blocked.nodejs_eventloop_utilization_ratio).toBeLessThanOrEqual(1)
  expect(blocked.v8js_memory_heap_used_bytes).toBeGreaterThan(1_000_000)
  expect(blocked.process_memory_usage_bytes).toBeGreaterThan(
    blocked.v8js_memory_heap_used_bytes ?? Number.POSITIVE_INFINITY,
  )

  function readUntil(isSo: (maxDelaySeconds: number) => boolean) {
    return eventually(async () => {
      const sums = await readSums(reader)
      return isSo(sums.nodejs_eventloop_delay_max_seconds ?? 0) && sums
    }, slowly)
  }
})

test('two who read within an interval get the same figures', async () => {
  const readers = [new OnDemandReader(), new OnDemandReader()]
  observeProcess(new MeterProvider({ readers }).getMeter('test'), 60_000)
  spin(50)

  const [one, other] = await Promise.all(readers.map(readSums))

  expect(one?.nodejs_eventloop_utilization_ratio).toBeGreaterThan(0)
  expect(other?.nodejs_eventloop_utilization_ratio).toBe(one?.nodejs_eventloop_utilization_ratio)
})
