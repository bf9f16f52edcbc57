import type { Kafka } from '../client/kafka.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'
import type { Producer } from '../producer/producer.ts'
import { createConsumerMetrics } from './consumer-metrics.ts'
import type { AnyHandlers, Handlers } from './handler.ts'
import { createProcessRecord, type Outcome } from './process-record.ts'
import type { TraceAsync } from './process-span.ts'

/** The group and the handlers for redelivery. */
export type RedeliveryOptions<Data> = {
  readonly groupId: string
  readonly handlers: Handlers<Data>
  /** Takes the dead letters. */
  readonly producer: Pick<Producer, 'send'>
  readonly traceAsync?: TraceAsync
}

/** `attempt` counts from 1; after the last one a failure of the record's own makes it a dead letter. */
export type RedeliveryTry = {
  readonly attempt: number
  readonly isLast: boolean
  readonly signal: AbortSignal
}

/** Takes a record to its end once more, or says why it must be retried. */
export type Redeliver = (record: IncomingRecord, one: RedeliveryTry) => Promise<Outcome>

/**
 * Redelivers records that their handlers have kept, long after the consumer has moved on.
 *
 * shape:   the same span, dead letter and metrics as for a record that comes from its topic
 * errors:  none: the outcome says them
 * repeats: the caller sees to it that one instance at a time redelivers a record
 */
export function createRedelivery<Data>(
  { log }: Pick<Kafka, 'log'>,
  { traceAsync = 'child', ...options }: RedeliveryOptions<Data>,
): Redeliver {
  const handlers = options.handlers as unknown as AnyHandlers
  // The first delivery was measured; how long a kept record takes is its keeper's figure.
  const metrics = { ...createConsumerMetrics(options.groupId), handled() {} }
  const needs = { ...options, handlers, traceAsync, metrics, log }
  const processAgain = createProcessRecord({ ...needs, maxAttempts: Number.POSITIVE_INFINITY })
  const processLast = createProcessRecord({ ...needs, maxAttempts: 1 })
  return (record, { isLast, ...one }) => (isLast ? processLast : processAgain)(record, one)
}
