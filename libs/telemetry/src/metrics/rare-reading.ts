import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import { getRunning } from '../sdk/running.ts'

const waitMs = 1_000

type Options = { readonly everyMs?: number; readonly now?: () => number }

/**
 * Makes a reading that costs something fit for gauges: taken about once per export interval, however many ask.
 *
 * shape: the last reading while a new one takes longer than a second; nothing after one that failed, and nobody
 *        asks again before the next interval
 * units: everyMs in milliseconds, `OTEL_METRIC_EXPORT_INTERVAL` if left out; every time without telemetry
 * errors: none: a figure that cannot be had never fails an export
 */
export function createRareReading<T>(
  read: () => Promise<T>,
  {
    everyMs = getRunning()?.metricIntervalMs ?? 0,
    now = performance.now.bind(performance),
  }: Options = {},
): () => Promise<T | undefined> {
  let last: T | undefined
  let asking: Promise<void> | undefined
  let dueMs = Number.NEGATIVE_INFINITY
  async function ask(): Promise<void> {
    last = await context.with(ROOT_CONTEXT, read).catch(() => undefined)
    asking = undefined
  }
  return async function takeReading() {
    if (asking === undefined && now() >= dueMs) {
      // The timer of an export may be a little early.
      dueMs = now() + everyMs * 0.9
      asking = ask()
    }
    if (asking !== undefined) await atMost(waitMs, asking)
    return last
  }
}

async function atMost(ms: number, asking: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([asking, promise])
  clearTimeout(timer)
}
