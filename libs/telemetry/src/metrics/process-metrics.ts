import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { getHeapSpaceStatistics } from 'node:v8'
import type { BatchObservableResult, Meter } from '@opentelemetry/api'
import { attributes } from '../names.ts'
import { metricOptions } from './metric-options.ts'
import { metricNames } from './metric-table.ts'
import { createRareReading } from './rare-reading.ts'

/**
 * The histogram holds the whole time between two ticks of this timer: what is beyond it is the delay.
 * At 20 ms an idle process spends 0.3 % of a core on it, at 50 ms 0.1 %.
 */
export const tickMs = 50

/**
 * Observes the event loop and the memory of this process whenever metrics are read.
 *
 * units: everyMs in milliseconds: those who read within it get the same reading, so nobody resets another's maximum
 */
export function observeProcess(meter: Meter, everyMs: number): void {
  const gauge = (metric: 'eventLoopDelayMax' | 'eventLoopDelayP99' | 'eventLoopUtilization') =>
    meter.createObservableGauge(metricNames[metric], metricOptions(metric))
  const amount = (metric: 'heapUsed' | 'memoryUsage') =>
    meter.createObservableUpDownCounter(metricNames[metric], metricOptions(metric))
  const [max, p99, utilization] = [
    gauge('eventLoopDelayMax'),
    gauge('eventLoopDelayP99'),
    gauge('eventLoopUtilization'),
  ]
  const [heap, memory] = [amount('heapUsed'), amount('memoryUsage')]
  const takeReading = createRareReading(createLoopReading(), { everyMs })
  meter.addBatchObservableCallback(
    async (result) => {
      observeMemory(result)
      const loop = await takeReading()
      if (loop === undefined) return
      result.observe(max, loop.maxSeconds)
      result.observe(p99, loop.p99Seconds)
      result.observe(utilization, loop.utilization)
    },
    [max, p99, utilization, heap, memory],
  )

  function observeMemory(result: BatchObservableResult): void {
    result.observe(memory, process.memoryUsage.rss())
    for (const { space_name, space_used_size } of getHeapSpaceStatistics())
      result.observe(heap, space_used_size, { [attributes.heapSpaceName]: space_name })
  }
}

/** How late and how busy the event loop was since the last reading; the timer runs from the first one on. */
function createLoopReading() {
  const delays = monitorEventLoopDelay({ resolution: tickMs })
  let before = performance.eventLoopUtilization()
  const beyondTick = (ns: number) => Math.max(0, ns / 1e9 - tickMs / 1_000)
  return async function readLoop() {
    delays.enable()
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    const [maxSeconds, p99Seconds] = [delays.max, delays.percentile(99)].map(beyondTick)
    delays.reset()
    return { utilization, maxSeconds: maxSeconds ?? 0, p99Seconds: p99Seconds ?? 0 }
  }
}
