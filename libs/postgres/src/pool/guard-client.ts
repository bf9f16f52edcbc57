import { inRoot } from '@tailspan/scope'
import type { PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { DatabaseFault } from '../faults/database-error.ts'
import { judgeStatement } from '../faults/to-database-error.ts'
import type { BrokenStatements } from './broken-statements.ts'
import type { Generations } from './generations.ts'

/** What is known of all connections of a pool together. */
export type Shared = {
  readonly generations: Generations<object>
  readonly broken: BrokenStatements
  /** What opens a transaction on a connection, where it is not the plain BEGIN. */
  readonly begins: WeakMap<object, string>
}

/** A connection with our errors; `lose` is for who finds out that it leads to the wrong server. */
export type GuardedClient = PostgresPoolClient & { lose(): void }

/**
 * A checked-out connection that rejects with our errors, and that is thrown away once it failed.
 *
 * pg keeps a connection whose answer never came (`Query read timeout`); the next user would wait
 * behind the lost query.
 */
export function guardClient(client: pg.PoolClient, shared: Shared): GuardedClient {
  const { generations, broken, begins } = shared
  const begin = begins.get(client) ?? 'begin'
  let isLost = false
  let failure: Error | undefined
  function explain(thrown: unknown): Error {
    const { error, connections } = judgeStatement(thrown)
    isLost ||= connections !== 'keep'
    if (connections === 'close-all') generations.retireAll()
    // What stands between the two is somebody's catch; the transaction failed for the first reason.
    if (!failure || !isAftermath(thrown)) failure = error
    return failure
  }
  async function query(text: string, values: unknown[]) {
    try {
      const result = await client.query(text === 'begin' ? begin : text, values)
      broken.worked(text)
      return result
    } catch (thrown) {
      const error = explain(thrown)
      if (error instanceof DatabaseFault && error.hitsAll) broken.failed(text, error)
      throw error
    }
  }
  return {
    query,
    lose() {
      isLost = true
      generations.retireAll()
    },
    // pg starts the idle timer here: inside a request it would keep that request alive.
    release: (discard = false) => inRoot(() => client.release(discard || isLost)),
  } as unknown as GuardedClient
}

function isAftermath(thrown: unknown): boolean {
  return (thrown as { code?: unknown }).code === '25P02'
}
