import { ConfigError } from '@tailspan/config'
import { readTelemetryConfig } from './config.ts'
import type { Env } from './env-reader.ts'

/** A program that reads its settings has done so by then, on a busy machine, too. */
const busyStartMs = 30_000

let isTold = false

/**
 * Sentences about OTEL_* settings with which no collector could ever be reached, for `readConfig`: it names them together
 * with the wrong settings of the program.
 */
export function wrongTelemetry(env: Env): readonly string[] {
  isTold = true
  return readTelemetryConfig(env).wrong
}

/**
 * Ends a program with wrong settings that does not ask for them: with exit code 1 when it ends by itself, else by an
 * uncaught exception, at which a group of actors stops in order.
 */
export function endUntold(
  wrong: readonly string[],
  tell: (error: ConfigError) => void,
  patienceMs = busyStartMs,
): void {
  const error = new ConfigError(wrong)
  process.once('exit', () => {
    if (isTold) return
    process.exitCode = 1
    tell(error)
  })
  const tooLate = () => {
    if (!isTold) throw error
  }
  setTimeout(tooLate, patienceMs).unref()
}
