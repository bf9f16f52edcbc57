import type { Log } from '@tailspan/telemetry'
import { type LogEntry, logLevel } from 'kafkajs'

/**
 * Hands what kafkajs says to our log.
 *
 * shape: its errors become warnings, because it calls each routine retry an error; whoever gives up
 *        throws, and what is thrown reaches a log of ours
 */
export function createKafkaLog(log: Log) {
  return () =>
    ({ level, namespace, log: { message, ...rest } }: LogEntry): void => {
      const fields = { namespace, message, cause: rest.error, broker: rest.broker }
      if (level <= logLevel.WARN && !isKnown(message)) log.warn('kafka.client', fields)
      else log.debug('kafka.client', fields)
    }
}

// Our send loop repeats the same batch on the same producer, so that the few retries of kafkajs are
// not the end of idempotence, which is what this warning is about.
function isKnown(message: string): boolean {
  return message.startsWith('Limiting retries for the idempotent producer')
}
