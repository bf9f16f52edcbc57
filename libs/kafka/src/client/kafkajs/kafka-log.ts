import type { Log } from '@tailspan/telemetry'
import { type LogEntry, logLevel } from 'kafkajs'

/**
 * Hands what kafkajs says to our log.
 *
 * shape: its errors become warnings, because it calls each routine retry an error; what fails for good
 *        throws, and what is thrown reaches a log of ours
 */
export function createKafkaLog(log: Log) {
  return () =>
    ({ level, namespace, log: { message: said, ...rest } }: LogEntry): void => {
      const message = textOf(said)
      const fields = { namespace, message, cause: rest.error, broker: rest.broker }
      const isRoutine = routine.some((beginning) => message.startsWith(beginning))
      if (level > logLevel.WARN || isRoutine) log.debug('kafka.client', fields)
      else log.warn('kafka.client', fields)
    }
}

// Where a broker cannot be connected to for good kafkajs logs the error itself. What this threw would take its place.
function textOf(message: unknown): string {
  return message instanceof Error ? message.message : String(message)
}

const routine = [
  // Our send loop repeats the same batch on the same producer: idempotence does not end with the few
  // retries of kafkajs, which is what this one is about.
  'Limiting retries for the idempotent producer',
  // An answer that says no is repeated or thrown by its caller.
  'Response ',
  // We cut it.
  'Connection error: this client was closed',
]
