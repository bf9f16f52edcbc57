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

type Options = { readonly twinWaitMs?: number }

export function createAnsweredKeys(
  database: Pick<Database<Tables>, 'kysely'>,
  { twinWaitMs = 2_000 }: Options = {},
): AnsweredKeys<Trips> {
  return {
    async find({ key, bodyHash }, scope) {
      const query = database.kysely
        .selectFrom('idempotency_keys')
        .select(['body_hash', 'answer'])
        .where('key', '=', key)
        .where('expires_at', '>', sql<Date>`clock_timestamp()`)
      const row = await runIn(scope, () => query.executeTakeFirst())
      if (row && row.body_hash !== bodyHash) throw new IdempotencyKeyReused()
      return row && (row.answer as OrderAccepted)
    },

    keepUnlessTwin(answered, tx) {
      tx.later(sql`set local lock_timeout = ${sql.lit(noWaitMs)}`)
      tx.later(deleteExpired(answered))
      tx.later(insertAnswer(answered))
      tx.later(sql`set local lock_timeout = default`)
    },

    ofTwin(error) {
      if (isLocked(error)) return 'at-work'
      return isTaken(error) ? 'earlier' : undefined
    },

    async keep(answered, tx) {
      const steps = tx.together(
        sql`set local lock_timeout = ${sql.lit(twinWaitMs)}`,
        deleteExpired(answered),
        sql`${insertAnswer(answered)} on conflict do nothing`,
        sql`set local lock_timeout = default`,
      )
      const [, , kept] = await steps.catch(explainTwin)
      return kept.numAffectedRows === 1n ? 'kept' : 'taken'
    },
  }
}

// The least that the server takes: one that waits is a twin at work.
const noWaitMs = 1

// A statement of its own: the insert behind it sees that the place is free.
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

function explainTwin(error: unknown): never {
  throw isLocked(error) ? new IdempotencyKeyInUse({ cause: error }) : error
}
