import { runIn, type Scope } from '@tailspan/scope'
import type { KyselyPlugin, Transaction } from 'kysely'
import type { Database } from './database.ts'
import { CommitUnknown, DatabaseUnavailable } from './faults/database-error.ts'

/**
 * Does several things in the database, all of them or none.
 *
 * shape:  spans lie in the scope's trace; the commit is the border: a scope that is cancelled before
 *         it rolls back, one that is cancelled after it changes nothing
 * errors: what fn throws; the scope's reason; database-unavailable; commit-unknown when the connection
 *         broke during the commit
 */
export async function transaction<Tables, T>(
  { kysely }: Pick<Database<Tables>, 'kysely'>,
  scope: Scope,
  fn: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  scope.signal.throwIfAborted()
  const course: Course = { committing: false }
  async function work(tx: Transaction<Tables>): Promise<T> {
    try {
      const result = await fn(tx.withPlugin(stopWith(scope.signal)))
      scope.signal.throwIfAborted()
      course.committing = true
      return result
    } catch (error) {
      course.failure = { error }
      throw error
    }
  }
  try {
    return await runIn(scope, () => kysely.transaction().execute(work))
  } catch (cause) {
    throw whatFailed(course, cause)
  }
}

type Course = { committing: boolean; failure?: { readonly error: unknown } }

function whatFailed({ committing, failure }: Course, cause: unknown): unknown {
  // A rollback over a broken connection fails as well and would hide what went wrong first.
  if (failure) return failure.error
  // A refusal over a connection that goes on is an answer: nothing was committed.
  const isUnknown = cause instanceof DatabaseUnavailable && cause.connectionLost
  return committing && isUnknown ? new CommitUnknown({ cause }) : cause
}

// Kysely asks each plugin about each statement, which makes it the one place between two of them.
function stopWith(signal: AbortSignal): KyselyPlugin {
  return {
    transformQuery({ node }) {
      signal.throwIfAborted()
      return node
    },
    transformResult: async ({ result }) => result,
  }
}
