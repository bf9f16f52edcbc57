import { inRoot } from '@tailspan/scope'
import type { PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { DatabaseUnavailable } from './database-error.ts'
import { toDatabaseError } from './to-database-error.ts'

/**
 * A checked-out connection that rejects with our errors, and that is thrown away once it failed.
 *
 * pg keeps a connection whose answer never came (`Query read timeout`); the next user would wait
 * behind the lost query.
 */
export function guardClient(client: pg.PoolClient): PostgresPoolClient {
  let lost = false
  async function query(text: string, values: unknown[]) {
    try {
      return await client.query(text, values)
    } catch (thrown) {
      const error = toDatabaseError(thrown)
      lost ||= error instanceof DatabaseUnavailable && error.connectionLost
      throw error
    }
  }
  return {
    query,
    // pg starts the idle timer here: inside a request it would keep that request alive.
    release: (discard = false) => inRoot(() => client.release(discard || lost)),
  } as unknown as PostgresPoolClient
}
