import type { OrderAccepted } from '@tailspan/contracts'
import {
  type Database,
  DatabaseUnavailable,
  sql,
  type Trips,
  UniqueViolation,
} from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import { IdempotencyKeyInUse, IdempotencyKeyReused } from '../domain/errors.ts'
import type { Answered, AnsweredKeys } from '../domain/idempotency.ts'
import type { Tables } from './tables.ts'

export function createAnsweredKeys({ kysely }: Pick<Database<Tables>, 'kysely'>): AnsweredKeys {
  return {
    async find({ key, bodyHash }, scope) {
      const query = kysely
        .selectFrom('idempotency_keys')
        .select(['body_hash', 'answer'])
        .where('key', '=', key)
        .where('expires_at', '>', sql<Date>`clock_timestamp()`)
      const row = await runIn(scope, () => query.executeTakeFirst())
      if (row && row.body_hash !== bodyHash) throw new IdempotencyKeyReused()
      return row && (row.answer as OrderAccepted)
    },
  }
}

/**
 * Keeps the answer in the transaction of its order, without a round trip of its own.
 *
 * errors: the transaction fails when a duplicate is in progress or has finished; `duplicateIn` tells which
 */
export function keepAtOnce(answered: Answered, tx: Trips): void {
  tx.later(sql`set local lock_timeout = ${sql.lit(noWaitMs)}`)
  tx.later(deleteExpired(answered))
  tx.later(insertAnswer(answered))
  tx.later(sql`set local lock_timeout = default`)
}

/** What another request with the same key did to a transaction that failed; undefined when it failed for another reason. */
export function duplicateIn(error: unknown): 'in progress' | 'finished' | undefined {
  if (isLocked(error)) return 'in progress'
  return isTaken(error) ? 'finished' : undefined
}

/**
 * Keeps the answer in the transaction of its order, and waits for a duplicate in progress; false when that one has
 * committed.
 *
 * errors: idempotency-key-in-use (409) when it takes longer
 */
export async function keepAfterDuplicate(
  answered: Answered,
  tx: Trips,
  waitMs = 2_000,
): Promise<boolean> {
  const steps = tx.together(
    sql`set local lock_timeout = ${sql.lit(waitMs)}`,
    deleteExpired(answered),
    sql`${insertAnswer(answered)} on conflict do nothing`,
    sql`set local lock_timeout = default`,
  )
  const [, , kept] = await steps.catch((error) => {
    throw isLocked(error) ? new IdempotencyKeyInUse({ cause: error }) : error
  })
  return kept.numAffectedRows === 1n
}

// The smallest lock_timeout of PostgreSQL: an insert that has to wait means that another request has this key.
const noWaitMs = 1

// A separate statement, so that the insert after it sees the deletion.
function deleteExpired({ key }: Answered) {
  return sql`delete from idempotency_keys where key = ${key} and expires_at <= clock_timestamp()`
}

function insertAnswer({ key, bodyHash, answer, expiresAt }: Answered) {
  return sql`insert into idempotency_keys (key, body_hash, answer, expires_at)
    values (${key}, ${bodyHash}, ${JSON.stringify(answer)}, ${expiresAt})`
}

function isTaken(error: unknown): boolean {
  return error instanceof UniqueViolation && error.constraint === 'idempotency_keys_pkey'
}

function isLocked(error: unknown): boolean {
  if (!(error instanceof DatabaseUnavailable)) return false
  return (error.cause as { code?: string } | undefined)?.code === '55P03'
}
