import { getRunning, setRunning } from './running.ts'

/** The part of a lifecycle actor that telemetry plays: it only has an end. */
export type TelemetryActor = {
  readonly name: string
  stop(signal?: AbortSignal): Promise<void>
}

/**
 * Exports what is left when the service stops.
 *
 * units:   flushMs in milliseconds, 2,000 by default
 * errors:  none: what cannot be exported in time is given up
 * repeats: a second stop does nothing
 */
export function telemetryActor({ flushMs = 2_000 }: { flushMs?: number } = {}): TelemetryActor {
  return {
    name: 'telemetry',
    async stop(signal) {
      const telemetry = getRunning()
      setRunning(undefined)
      if (!telemetry) return
      const flushed = telemetry.shutdown().catch(() => {})
      await Promise.race([flushed, spent(flushMs, signal)])
      telemetry.giveUp()
    },
  }
}

function spent(flushMs: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, flushMs).unref()
  if (signal?.aborted) resolve()
  signal?.addEventListener('abort', () => resolve(), { once: true })
  return promise
}
