import { inRoot } from '@tailspan/scope'
import type pg from 'pg'
import { judgeStatement } from '../faults/to-database-error.ts'
import { Flight, isWrite, type Statement } from '../trips/flight.ts'
import { type BrokenStatements, isLasting } from './broken-statements.ts'
import type { Generations } from './generations.ts'
import { type HungCommits, writesNothing } from './hung-commits.ts'

/** What is known of all connections of a pool together. */
export type Shared = {
  readonly generations: Generations<object>
  readonly broken: BrokenStatements
  readonly hung: HungCommits
  /** What opens a transaction on a connection, where it is not the plain BEGIN. */
  readonly begins: WeakMap<object, readonly string[]>
}

/** A checked-out connection with our errors. */
export type GuardedClient = {
  /** What opens a transaction on it. */
  readonly begin: readonly string[]
  /** It is closed instead of given back; an answer may never come. */
  readonly isLost: boolean
  /** Whether commits may hang, so that `refuseWhileHung` has to be asked before something is written. */
  readonly isSuspected: boolean
  /** Rejects with database-unavailable while commits hang; a round trip of its own. */
  refuseWhileHung(): Promise<void>
  /** Sends them in one round trip, within this call; one result for each. */
  send(statements: readonly Statement[]): Promise<readonly pg.QueryResult[]>
  /** For who finds out that it leads to the wrong server. */
  lose(): void
  /** Closes it instead of giving it back. */
  discard(): void
  release(): void
}

/**
 * A checked-out connection that rejects with our errors, and that is thrown away once it failed.
 *
 * pg keeps a connection whose answer never came (`Query read timeout`); the next user would wait
 * behind the lost query.
 */
export function guardClient(client: pg.PoolClient, shared: Shared): GuardedClient {
  const { broken, hung, begins } = shared
  const failures = new Failures(shared)
  let hasWritten = false
  async function refuseWhileHung(): Promise<void> {
    if (!hung.isSuspected) return
    const error = await hung.find(client).catch((thrown) => {
      throw failures.explain(thrown)
    })
    if (!error) return broken.worked('commit')
    broken.failed('commit', error)
    throw error
  }
  return {
    begin: begins.get(client) ?? ['begin'],
    get isLost() {
      return failures.areFatal
    },
    get isSuspected() {
      return hung.isSuspected
    },
    refuseWhileHung,
    async send(statements) {
      const trip = startTrip(client, statements)
      try {
        const results = await trip.results
        for (const { text } of statements) broken.worked(text)
        hasWritten = results.reduce(addWrite, hasWritten)
        return results
      } catch (thrown) {
        if (isUnanswered(thrown) && !writesNothing(statements)) hung.suspect()
        throw failures.note(thrown, trip.current())
      }
    },
    lose() {
      failures.areFatal = true
      shared.generations.retireAll()
    },
    discard() {
      failures.areFatal = true
    },
    // pg starts the idle timer here: inside a request it would keep that request alive.
    release() {
      if (hasWritten && failures.areNone) broken.wrote()
      hasWritten = false
      inRoot(() => client.release(failures.areFatal))
    },
  }
}

/** What has failed on one connection since it was checked out. */
class Failures {
  /** Whether it is closed instead of given back. */
  areFatal = false
  #first: Error | undefined
  readonly #shared: Shared

  constructor(shared: Shared) {
    this.#shared = shared
  }

  get areNone(): boolean {
    return !this.#first
  }

  explain(thrown: unknown): Error {
    const { error, connections } = judgeStatement(thrown)
    this.areFatal ||= connections !== 'keep'
    if (connections === 'close-all') this.#shared.generations.retireAll()
    // What stands between the two is somebody's catch; the transaction failed for the first reason.
    if (!this.#first || !isAftermath(thrown)) this.#first = error
    return this.#first
  }

  /** Explains it, and remembers a statement that fails for every piece of work alike. */
  note(thrown: unknown, { text } = { text: '' }): Error {
    const error = this.explain(thrown)
    if (isLasting(error) && !isAftermath(thrown)) this.#shared.broken.failed(text, error)
    return error
  }
}

type Trip = {
  readonly results: Promise<readonly pg.QueryResult[]>
  /** After an error, the statement that failed. */
  current(): Statement | undefined
}

// The protocol counts them in 16 bits, and the driver does not look: the server would read another number, and its
// answer is the one of a connection that is out of step.
const maxValues = 65_535

function startTrip(client: pg.PoolClient, statements: readonly Statement[]): Trip {
  const [first, second] = statements
  const tooLong = statements.find(({ values }) => values.length > maxValues)
  if (tooLong) {
    const text = `a statement has ${tooLong.values.length} values, of at most ${maxValues}`
    return { results: Promise.reject(new RangeError(text)), current: () => tooLong }
  }
  if (first && !second) {
    const results = client.query(first.text, [...first.values]).then((result) => [result])
    return { results, current: () => first }
  }
  const { promise: results, resolve, reject } = Promise.withResolvers<readonly pg.QueryResult[]>()
  const flight = new Flight(statements, (error, done = []) =>
    error ? reject(error) : resolve(done),
  )
  client.query(flight)
  return { results, current: () => flight.current }
}

/** Whether something is written that a rollback has not taken back. */
function addWrite(hasWritten: boolean, result: pg.QueryResult): boolean {
  return result.command !== 'ROLLBACK' && (hasWritten || (isWrite(result) && !!result.rowCount))
}

function isUnanswered(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message === 'Query read timeout'
}

function isAftermath(thrown: unknown): boolean {
  return (thrown as { code?: unknown }).code === '25P02'
}
