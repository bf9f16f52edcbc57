import type { Link } from '@opentelemetry/api'
import { TailspanError } from '@tailspan/errors'
import type { Producer } from '@tailspan/kafka'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import type { Scope } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { Answers, Watched } from './answers.ts'
import type { AckedRows } from './rows/acked-rows.ts'
import type { Leases } from './rows/leases.ts'
import { countFailure, type OutboxRow } from './rows/outbox-rows.ts'
import type { PutOffRows } from './rows/put-off-rows.ts'

export type DeliveryNeeds = {
  readonly kysely: QueryExecutorProvider
  readonly producer: Pick<Producer, 'send'>
  readonly leases: Leases
  readonly acked: AckedRows
  readonly answers: Answers
  readonly putOff: PutOffRows
  readonly log: Log
  readonly maxAttempts: number
  readonly backoffMs: number
}

/** Send options: scope, link, callback for the broker's answer. */
export type How = {
  readonly scope: Scope
  readonly detached?: boolean
  readonly link?: Link
  /** The first call counts: true when the broker has acknowledged the record, false when the send failed. */
  readonly onAnswer?: (isAcked: boolean) => void
}

/** Sends one row that this process has in hand and stores the outcome; true when it was acknowledged. Never rejects. */
export type Deliver = (row: OutboxRow, how: How) => Promise<boolean>

/**
 * A send ends in one of three ways: it is acknowledged (the row is deleted), refused because of the record itself
 * (an attempt is counted, the last one parks the row), or fails otherwise (the row is put off and left to the relay).
 * Until then the row stays in hand, without a time limit.
 */
export function createDeliver(needs: DeliveryNeeds): Deliver {
  const { producer, leases, acked, answers, log } = needs
  return async function deliver(row, how) {
    const answer = answers.watch(row.message.topic)
    const acknowledge = () => {
      how.onAnswer?.(true)
      answer.acknowledged()
      return acked.add(row.id).then(() => true)
    }
    const fail = (error: unknown) => settleFailure(row, { error, answer }, needs).then(() => false)
    try {
      return await producer.send(row.message, { ...how, kept: true }).then(acknowledge, fail)
    } catch (err) {
      // The database is unavailable: the lease ends by itself.
      log.warn('outbox.not-settled', { eventId: row.id, err })
      return false
    } finally {
      leases.letGo(row.id)
      how.onAnswer?.(false)
    }
  }
}

type Failure = { readonly error: unknown; readonly answer: Watched }

async function settleFailure(
  { id, message }: OutboxRow,
  { error, answer }: Failure,
  { kysely, putOff, log, maxAttempts, backoffMs }: DeliveryNeeds,
): Promise<void> {
  if (!isOwnFault(error)) {
    log.debug('outbox.put-off', { eventId: id, err: error })
    const isOfRow = tellsOfKafka(error) && answer.failed()
    return putOff.add({ id, reason: isOfRow ? `${error.code}: ${error.message}` : null })
  }
  const failure = { reason: `${error.code}: ${error.message}`, maxAttempts, backoffMs }
  const state = await countFailure(kysely, id, failure)
  const fields = { eventId: id, topic: message.topic, attempts: state?.attempts, err: error }
  if (state?.isParked) log.error('outbox.parked', fields)
  else log.warn('outbox.refused', fields)
}

const noAnswer = new Set(['timeout', 'not-sent', 'send-unknown', 'producer-full'])

// All else is a stop, or the end of the relay's session.
function tellsOfKafka(error: unknown): error is { code: string; message: string } {
  return error instanceof Error && 'code' in error && noAnswer.has(String(error.code))
}

// Not by its kind: the reason of an aborted signal can have any kind.
function isOwnFault(error: unknown): error is TailspanError {
  return error instanceof TailspanError && error.code === 'record-refused'
}
