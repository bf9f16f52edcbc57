import type { OrderAccepted } from '@tailspan/contracts'
import {
  type Database,
  DatabaseUnavailable,
  type QueryExecutorProvider,
  sql,
} from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import { IdempotencyKeyInUse, IdempotencyKeyReused } from '../domain/errors.ts'
import type { AnsweredKeys } from '../domain/idempotency.ts'
import type { Tables } from './tables.ts'

type Options = { readonly twinWaitMs?: number }

export function createAnsweredKeys(
  database: Pick<Database<Tables>, 'kysely'>,
  { twinWaitMs = 2_000 }: Options = {},
): AnsweredKeys<QueryExecutorProvider> {
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

    async keep({ key, bodyHash, answer, expiresAt }, tx) {
      await sql`set local lock_timeout = ${sql.lit(twinWaitMs)}`.execute(tx)
      const { numAffectedRows } = await sql`
        insert into idempotency_keys (key, body_hash, answer, expires_at)
        values (${key}, ${bodyHash}, ${JSON.stringify(answer)}, ${expiresAt})
        on conflict (key) do update set body_hash = excluded.body_hash,
          answer = excluded.answer, expires_at = excluded.expires_at
        where idempotency_keys.expires_at <= clock_timestamp()`
        .execute(tx)
        .catch(explainTwin)
      await sql`set local lock_timeout = default`.execute(tx)
      return numAffectedRows === 1n ? 'kept' : 'taken'
    },
  }
}

function explainTwin(error: unknown): never {
  const { code } =
    (error instanceof DatabaseUnavailable && (error.cause as { code?: string })) || {}
  throw code === '55P03' ? new IdempotencyKeyInUse({ cause: error }) : error
}
