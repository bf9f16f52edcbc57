import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api'
import type { Log } from '../log/log.ts'
import { createRarely } from '../log/rare-warning.ts'

/**
 * Tells a person about trouble inside telemetry without flooding the log: the first one at once, then
 * at most one line a minute with the number of those that were kept back.
 */
export function createTroubleLog(log: Pick<Log, 'warn'>, now?: () => number): DiagLogger {
  const rarely = createRarely(now)
  const warn = (...said: readonly unknown[]) =>
    rarely((times) => {
      const reason = said.map(oneLine).join(' ')
      log.warn('telemetry.trouble', { reason, suppressed: times - 1 })
    })
  return { error: warn, warn, info: ignore, debug: ignore, verbose: ignore }
}

/** Sends what the OpenTelemetry packages have to say to this log, and nowhere else. */
export function useTroubleLog(trouble: DiagLogger): void {
  diag.setLogger(trouble, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
}

function oneLine(value: unknown): string {
  const text = value instanceof Error ? value.message : String(value)
  return (messageOf(text) ?? text).slice(0, 300)
}

// The SDK reports an error as the JSON text of its fields, stack included.
function messageOf(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const { name, message, code } = JSON.parse(text)
    return [name, code, message].filter(Boolean).join(' ')
  } catch {
    return undefined
  }
}

function ignore(): void {}
