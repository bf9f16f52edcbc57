import { getRunning, setRunning } from './running.ts'

/** The part of a lifecycle actor that telemetry plays: it only has an end. */
export type TelemetryActor = {
  readonly name: string
  readonly reserveMs: number
  stop(signal?: AbortSignal, lastMs?: number): Promise<void>
}

/**
 * Exports what is left when the service stops, also when the others have spent the whole budget.
 *
 * units:   flushMs in milliseconds, 2,000 by default
 * errors:  none: what cannot be exported in time is dropped
 * repeats: a second stop does nothing
 */
export function telemetryActor({ flushMs = 2_000 }: { flushMs?: number } = {}): TelemetryActor {
  return {
    name: 'telemetry',
    reserveMs: flushMs,
    async stop(signal, lastMs = 0) {
      const telemetry = getRunning()
      setRunning(undefined)
      if (!telemetry) return
      const spent = atTheLatest(flushMs, signal, lastMs)
      await Promise.race([telemetry.shutdown().catch(() => {}), spent.promise])
      spent.forget()
      telemetry.giveUp()
    },
  }
}

function atTheLatest(flushMs: number, signal: AbortSignal | undefined, lastMs: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const endMs = performance.now() + flushMs
  let timer = setTimeout(resolve, flushMs)
  const hurry = () => {
    clearTimeout(timer)
    timer = setTimeout(resolve, Math.min(lastMs, endMs - performance.now()))
  }
  if (signal?.aborted) hurry()
  signal?.addEventListener('abort', hurry, { once: true })
  const forget = () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', hurry)
  }
  return { promise, forget }
}
