import { trace } from '@opentelemetry/api'
import { type TailspanError, toTailspanError } from '@tailspan/errors'
import { createScope, runIn, type Scope } from '@tailspan/scope'
import { type Log, recordFailure } from '@tailspan/telemetry'
import { replayedFor } from '../dead-letters/replay-message.ts'
import { sendDeadLetter } from '../dead-letters/send-dead-letter.ts'
import type { CloudEvent } from '../message/cloud-event.ts'
import { decodeEvent, decodeEventType } from '../message/event-codec.ts'
import { EventMalformed } from '../message/event-malformed.ts'
import { type IncomingRecord, placeOf } from '../message/incoming-record.ts'
import { whyUnreadable } from '../message/unreadable-batch.ts'
import type { Producer } from '../producer/producer.ts'
import { BuriedRecords } from './buried-records.ts'
import type { ConsumerMetrics } from './consumer-metrics.ts'
import type { AnyHandlers } from './handler.ts'
import { isUnavailable } from './is-unavailable.ts'
import { startProcessSpan, type TraceAsync } from './process-span.ts'

export type ProcessNeeds = {
  readonly groupId: string
  readonly handlers: AnyHandlers
  readonly traceAsync: TraceAsync
  readonly producer: Pick<Producer, 'send'>
  readonly maxAttempts: number
  readonly metrics: ConsumerMetrics
  readonly log: Log
}

/** `done` moves the offset; `retry` does not. `counts` says whether it was the record's own fault. */
export type Outcome =
  | { readonly next: 'done' }
  | { readonly next: 'retry'; readonly counts: boolean; readonly error: TailspanError }

type Try = { readonly attempt: number; readonly signal: AbortSignal }

const done: Outcome = { next: 'done' }

/** Makes the function that handles, skips or dead-letters a record, or asks for a retry. */
export function createProcessRecord(needs: ProcessNeeds) {
  const buried = new BuriedRecords()
  return async function processRecord(record: IncomingRecord, { attempt, signal }: Try) {
    if (!isWanted(record, needs) || buried.has(record)) return done
    const { span, context } = startProcessSpan(record, { ...needs, attempt })
    const scope = createScope({ context, signal })
    try {
      return await runIn(scope, () => takeToItsEnd(record, { needs, buried, scope, attempt }))
    } catch (thrown) {
      const error = toTailspanError(thrown)
      recordFailure(span, error)
      return { next: 'retry', counts: !isUnavailable(error) && !signal.aborted, error } as const
    } finally {
      span.end()
    }
  }
}

/**
 * A type that nobody here handles is not a fault: during a rolling deploy others already send it. A
 * replay is for the one group that dead-lettered it: the others had theirs.
 */
function isWanted(
  { topic, headers, unreadable }: IncomingRecord,
  { handlers, metrics, groupId }: ProcessNeeds,
): boolean {
  if (unreadable) return true
  if ((replayedFor(headers) ?? groupId) !== groupId) {
    metrics.skipped(topic, 'other-group')
    return false
  }
  try {
    const isKnown = Object.hasOwn(handlers, decodeEventType(headers))
    if (!isKnown) metrics.skipped(topic, 'unknown-type')
    return isKnown
  } catch {
    return true
  }
}

type Case = {
  readonly needs: ProcessNeeds
  readonly buried: BuriedRecords
  readonly scope: Scope
  readonly attempt: number
}

async function takeToItsEnd(record: IncomingRecord, the: Case): Promise<Outcome> {
  try {
    await handle(record, the)
  } catch (thrown) {
    const error = toTailspanError(thrown)
    if (!isHopeless(error, the)) throw error
    await bury(record, { ...the, error })
    the.buried.add(record)
  }
  return done
}

async function handle(record: IncomingRecord, { needs, scope }: Case): Promise<void> {
  if (record.unreadable) throw whyUnreadable(record.unreadable, record)
  const event = decodeEvent(record.headers, record.value)
  const handler = needs.handlers[event.type]
  if (!handler) return
  await handler.handle(checked(event, handler), scope, record)
  // One that a person replays says nothing about how quick we are.
  if (replayedFor(record.headers) === undefined) needs.metrics.handled(record.topic, event)
}

function checked(event: CloudEvent, { schema }: AnyHandlers[string]): CloudEvent {
  try {
    return { ...event, data: schema.parse(event.data) }
  } catch (cause) {
    throw new EventMalformed('data', { cause })
  }
}

function isHopeless(error: TailspanError, { attempt, needs, scope }: Case): boolean {
  if (scope.signal.aborted || isUnavailable(error)) return false
  return error.kind === 'invalid' || attempt >= needs.maxAttempts
}

// Acknowledged before the offset moves: a crash in between makes a second copy, never a gap.
async function bury(record: IncomingRecord, the: Case & { error: TailspanError }): Promise<void> {
  const { needs, scope, attempt, error } = the
  const { groupId, producer, metrics, log } = needs
  const why = { groupId, attempts: attempt, error, context: scope.context }
  const cut = await sendDeadLetter(record, why, { producer, scope })
  const span = trace.getSpan(scope.context)
  if (span) recordFailure(span, error)
  metrics.deadLettered(record.topic, error.code)
  log.error('consumer.dead-lettered', { ...placeOf(record), groupId, attempt, cut, err: error })
}
