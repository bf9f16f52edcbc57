import type { Link } from '@opentelemetry/api'
import { TailspanError } from '@tailspan/errors'
import type { Producer } from '@tailspan/kafka'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import type { Scope } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { AckedRows } from './rows/acked-rows.ts'
import type { Leases } from './rows/leases.ts'
import { countFailure, type OutboxRow, putOff } from './rows/outbox-rows.ts'

export type DeliveryNeeds = {
  readonly kysely: QueryExecutorProvider
  readonly producer: Pick<Producer, 'send'>
  readonly leases: Leases
  readonly acked: AckedRows
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

/** Sends one row that this process has in hand and stores the outcome; never rejects. */
export type Deliver = (row: OutboxRow, how: How) => Promise<void>

/**
 * A send ends in one of three ways: it is acknowledged (the row is deleted), refused because of the record itself
 * (an attempt is counted, the last one parks the row), or fails otherwise (the row is put off and left to the relay).
 * Until then the row stays in hand, without a time limit.
 */
export function createDeliver(needs: DeliveryNeeds): Deliver {
  const { producer, leases, acked, log } = needs
  return async function deliver(row, how) {
    const acknowledge = () => {
      how.onAnswer?.(true)
      return acked.add(row.id)
    }
    try {
      await producer
        .send(row.message, { ...how, kept: true })
        .then(acknowledge, (error: unknown) => settleFailure(row, error, needs))
    } catch (err) {
      // The database is unavailable: the lease ends by itself.
      log.warn('outbox.not-settled', { eventId: row.id, err })
    } finally {
      leases.letGo(row.id)
      how.onAnswer?.(false)
    }
  }
}

async function settleFailure(
  { id, message }: OutboxRow,
  error: unknown,
  { kysely, log, maxAttempts, backoffMs }: DeliveryNeeds,
): Promise<void> {
  if (!isOwnFault(error)) {
    log.debug('outbox.put-off', { eventId: id, err: error })
    return putOff(kysely, id, backoffMs)
  }
  const failure = { reason: `${error.code}: ${error.message}`, maxAttempts, backoffMs }
  const state = await countFailure(kysely, id, failure)
  const fields = { eventId: id, topic: message.topic, attempts: state?.attempts, err: error }
  if (state?.isParked) log.error('outbox.parked', fields)
  else log.warn('outbox.refused', fields)
}

// Not by its kind: the reason of an aborted signal can have any kind.
function isOwnFault(error: unknown): error is TailspanError {
  return error instanceof TailspanError && error.code === 'record-refused'
}
