import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type pg from 'pg'
import { DatabaseFault } from '../faults/database-error.ts'
import type { GuardedClient } from '../pool/guard-client.ts'
import { writesNothing } from '../pool/hung-commits.ts'
import { isWrite, type Statement } from './flight.ts'

/** A statement that has not left yet. */
export type Later<Row> = {
  /** What it has returned; nothing while it has not. */
  result(): QueryResult<Row> | undefined
}

type Waiting = { readonly statement: Statement; readonly arrive?: (result: Result) => void }
type Result = QueryResult<unknown>

const control = (text: string): Waiting => ({
  statement: { text, values: [], isControl: true },
})

/**
 * One connection for one piece of work: each `send` is one round trip, and takes what waits along.
 *
 * shape: BEGIN waits for the first statement, and what is left for later leaves with the COMMIT
 */
export class TripConnection implements DatabaseConnection {
  readonly #client: GuardedClient
  #waiting: Waiting[] = []
  #state: 'none' | 'waiting' | 'open' = 'none'
  #signal: AbortSignal | undefined
  #isCommitting = false

  constructor(client: GuardedClient) {
    this.#client = client
  }

  /** Whether COMMIT has left. */
  get isCommitting(): boolean {
    return this.#isCommitting
  }

  /** Nothing leaves once the signal is aborted, but what ends the transaction. */
  stopBy(signal: AbortSignal): void {
    this.#signal = signal
  }

  begin(): void {
    this.#waiting = this.#client.begin.map(control)
    this.#state = 'waiting'
  }

  later<Row>(query: CompiledQuery<Row>): Later<Row> {
    let arrived: Result | undefined
    const arrive = (result: Result) => {
      arrived = result
    }
    this.#waiting.push({ statement: toStatement(query), arrive })
    return { result: () => arrived as QueryResult<Row> | undefined }
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const [result] = await this.together([query])
    return (result ?? { rows: [] }) as QueryResult<Row>
  }

  async together(queries: readonly CompiledQuery[]): Promise<readonly Result[]> {
    const statements = queries.map(toStatement)
    if (statements.some(isScript) && this.#waiting.length > 0) await this.#send([])
    const results = await this.#send(statements.map((statement) => ({ statement })))
    return results.slice(results.length - queries.length).map(toResult)
  }

  /** Without a round trip when nothing was asked. */
  async commit(): Promise<void> {
    if (this.#state === 'waiting' && this.#waiting.every(({ arrive }) => !arrive)) return
    const sent = this.#send([control('commit')], () => {
      this.#isCommitting = true
    })
    // COMMIT after a failed statement is no error: the server answers it with ROLLBACK.
    if ((await sent).at(-1)?.command === 'ROLLBACK') throw aborted()
  }

  async rollback(): Promise<void> {
    this.#waiting = []
    // Where the connection is closed the server rolls back by itself; asked, it might be silent once more.
    if (this.#state !== 'open' || this.#client.isLost) return
    // One that fails would hide what went wrong first; the server rolls back what it has lost sight of.
    await this.#client.send([control('rollback').statement]).catch(() => this.#client.discard())
  }

  release(): void {
    this.#client.release()
  }

  // Nothing but the write stands between the look at the signal and the server.
  async #send(now: readonly Waiting[], leaving?: () => void): Promise<readonly pg.QueryResult[]> {
    if (this.#client.isSuspected) await this.#refuseWhileHung(now)
    this.#signal?.throwIfAborted()
    const all = [...this.#waiting, ...now]
    this.#waiting = []
    if (this.#state === 'waiting') this.#state = 'open'
    leaving?.()
    const results = await this.#client.send(all.map(({ statement }) => statement))
    for (const [i, result] of results.entries()) all[i]?.arrive?.(toResult(result))
    return results
  }

  async #refuseWhileHung(now: readonly Waiting[]): Promise<void> {
    const statements = [...this.#waiting, ...now].map(({ statement }) => statement)
    if (!writesNothing(statements)) await this.#client.refuseWhileHung()
  }

  // biome-ignore lint/correctness/useYield: the interface wants a generator
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('statements are not streamed')
  }
}

function toStatement({ sql: text, parameters: values }: CompiledQuery): Statement {
  return { text, values, isControl: /^\s*set local\b/i.test(text) }
}

// Several statements in one text, as migrations have: the server takes them alone, by the simple protocol.
function isScript({ text, values }: Statement): boolean {
  return values.length === 0 && /;\s*\S/.test(text)
}

function toResult(result: pg.QueryResult): Result {
  const { rowCount, rows } = result
  if (!isWrite(result)) return { rows: rows ?? [] }
  return { rows: rows ?? [], numAffectedRows: BigInt(rowCount ?? 0) }
}

function aborted(): DatabaseFault {
  const cause = new Error(
    'COMMIT was answered with ROLLBACK: a statement of the transaction failed',
  )
  return new DatabaseFault('25P02', { cause, hitsAll: false })
}
