import { runIn, type Scope } from '@tailspan/scope'
import type {
  CompiledQuery,
  Kysely,
  Transaction as KyselyTransaction,
  QueryExecutorProvider,
  QueryResult,
} from 'kysely'
import pg from 'pg'
import { CommitUnknown, DatabaseUnavailable } from './faults/database-error.ts'
import type { Later, TripConnection } from './trips/trip-connection.ts'
import { toTrip } from './trips/trip-dialect.ts'

/** What kysely builds, or what `sql` is written with; `Row` is what it returns. */
export type Query<Row> = { compile(by: QueryExecutorProvider): CompiledQuery<Row> }

type Results<Queries> = {
  readonly [I in keyof Queries]: Queries[I] extends Query<infer Row> ? QueryResult<Row> : never
}

/** How the statements of a transaction share round trips. */
export interface Trips {
  /** Sends them in one round trip, one after the other; each sees what those before it did. */
  together<const Queries extends readonly Query<unknown>[]>(
    ...queries: Queries
  ): Promise<Results<Queries>>
  /** Leaves with the next statement that is awaited, at the latest with the commit; its result is there after it. */
  later<Row>(query: Query<Row>): Later<Row>
}

/** A transaction: a statement that is awaited is a round trip; BEGIN is none, and COMMIT takes along what was left for later. */
export type Transaction<Tables> = KyselyTransaction<Tables> & Trips

/**
 * Does several things in the database, all of them or none.
 *
 * shape:  spans lie in the scope's trace; the commit is the border: a scope that is cancelled before
 *         it leaves rolls back, one that is cancelled after it changes nothing
 * errors: what fn throws; the scope's reason; database-unavailable; commit-unknown when the connection
 *         broke after the commit had left
 */
export async function transaction<Tables, T>(
  { kysely }: { readonly kysely: Kysely<Tables> },
  scope: Scope,
  fn: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  scope.signal.throwIfAborted()
  const course: Course = {}
  async function work(tx: KyselyTransaction<Tables>): Promise<T> {
    course.trip = await tripOf(tx)
    course.trip.stopBy(scope.signal)
    try {
      return await fn(withTrips(tx, course.trip))
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

type Course = { trip?: TripConnection; failure?: { readonly error: unknown } }

function whatFailed({ trip, failure }: Course, cause: unknown): unknown {
  // A rollback over a broken connection fails as well and would hide what went wrong first.
  if (failure) return failure.error
  return trip?.isCommitting && leavesOpen(cause) ? new CommitUnknown({ cause }) : cause
}

// Completion unknown, and every break of a connection: a proxy tells of its own to the server in an ERROR, too.
const unknownEnds = /^(40003$|08)/

/** Whether a commit that failed so may have happened. */
function leavesOpen(error: unknown): boolean {
  if (!(error instanceof DatabaseUnavailable)) return false
  const { cause, connectionLost } = error
  if (!(cause instanceof pg.DatabaseError)) return connectionLost
  // What the server refused has committed nothing; its last words (FATAL) may come after a commit.
  return unknownEnds.test(cause.code ?? '') || (connectionLost && cause.severity !== 'ERROR')
}

async function tripOf(tx: QueryExecutorProvider): Promise<TripConnection> {
  return tx.getExecutor().provideConnection(async (connection) => toTrip(connection))
}

function withTrips<Tables>(
  tx: KyselyTransaction<Tables>,
  trip: TripConnection,
): Transaction<Tables> {
  const trips: Trips = {
    together: async (...queries) =>
      (await trip.together(queries.map((query) => query.compile(tx)))) as never,
    later: (query) => trip.later(query.compile(tx)),
  }
  return Object.assign(tx, trips)
}
