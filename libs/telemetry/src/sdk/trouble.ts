import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api'
import type { Log } from '../log/log.ts'

const quietMs = 60_000

/**
 * Tells a person about trouble inside telemetry without flooding the log: the first one at once, then
 * at most one line a minute with the number of those that were kept back.
 */
export function createTroubleLog(log: Pick<Log, 'warn'>, now: () => number = Date.now): DiagLogger {
  let quietUntilMs = 0
  let suppressed = 0
  const warn = (...said: readonly unknown[]) => {
    if (now() < quietUntilMs) {
      suppressed += 1
      return
    }
    quietUntilMs = now() + quietMs
    log.warn('telemetry.trouble', { reason: said.map(oneLine).join(' '), suppressed })
    suppressed = 0
  }
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
