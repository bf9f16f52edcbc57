import { batchText, batchWord } from '@tailspan/telemetry'
import pg from 'pg'

/** One statement as pg takes it; `isControl` when it only frames the others: BEGIN, COMMIT, SET LOCAL. */
export type Statement = {
  readonly text: string
  readonly values: readonly unknown[]
  readonly isControl?: boolean
}

const writes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** Whether the statement that the server has completed changes rows. */
export function isWrite({ command }: Pick<pg.QueryResult, 'command'>): boolean {
  return writes.has(command)
}

type Done = (error: Error | null, results?: readonly pg.QueryResult[]) => void

/**
 * Statements that leave in one write, with one Sync behind them: what pg calls a Submittable.
 *
 * ```
 * client  Parse Bind Describe Execute  Parse Bind Describe Execute  …  Sync
 * server  1     2    T or n   D… C     1     2    T or n   D… C     …  Z
 * ```
 *
 * After an error the server skips what is left until the Sync: what stands behind a failed statement never runs,
 * neither after a failed BEGIN nor the COMMIT at the end.
 */
export class Flight implements pg.Submittable {
  /** What metrics call it, and the span until the texts are joined: most spans are not recorded. */
  readonly text: string
  /** Called once; pg and its instrumentation put their own around it. */
  callback: Done
  readonly #statements: readonly Statement[]
  readonly #done: Building[] = []
  #current = startResult()
  #unreadable: Error | undefined

  constructor(statements: readonly Statement[], callback: Done) {
    this.#statements = statements
    this.callback = callback
    const [first, last] = [statements.find(isAsked), statements.findLast(isAsked)]
    this.text = first === last ? (first?.text ?? 'commit') : batchWord
  }

  /** Joins their texts; pg's instrumentation hands this on, unread, to the hook that names a recorded span. */
  readonly values = (): string =>
    batchText(this.#statements.filter(isAsked).map(({ text }) => text))

  /** The statement that the server has not completed yet: after an error, the failed one. */
  get current(): Statement | undefined {
    return this.#statements[this.#done.length]
  }

  // Before the first byte: a value that no query can carry must not leave the statements before it without a Sync.
  submit(connection: pg.Connection): Error | undefined {
    try {
      const values = this.#statements.map((one) => one.values.map(prepareValue))
      this.#write(connection as unknown as Wire, values)
      return undefined
    } catch (error) {
      return error as Error
    }
  }

  #write(wire: Wire, values: readonly (readonly unknown[])[]): void {
    wire.stream.cork()
    for (const [i, { text }] of this.#statements.entries()) {
      wire.parse({ text })
      wire.bind({ values: values[i] ?? [] })
      wire.describe({ type: 'P', name: '' })
      wire.execute({})
    }
    wire.sync()
    wire.stream.uncork()
  }

  handleRowDescription({ fields }: { fields: unknown }): void {
    this.#current.addFields(fields)
  }

  handleDataRow({ fields }: { fields: unknown }): void {
    try {
      this.#current.addRow(this.#current.parseRow(fields))
    } catch (error) {
      this.#unreadable ??= error as Error
    }
  }

  handleCommandComplete(message: unknown): void {
    this.#current.addCommandComplete(message)
    this.#complete()
  }

  handleEmptyQuery(): void {
    this.#complete()
  }

  #complete(): void {
    this.#done.push(this.#current)
    this.#current = startResult()
  }

  handleError(error: Error): void {
    this.callback(error)
  }

  handleReadyForQuery(): void {
    if (this.#unreadable) this.callback(this.#unreadable)
    else this.callback(null, this.#done)
  }

  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('No source stream defined')
  }
}

// What @types/pg leaves out of the driver.
type Wire = {
  readonly stream: { cork(): void; uncork(): void }
  parse(what: { text: string }): void
  bind(what: { values: readonly unknown[] }): void
  describe(what: { type: 'P'; name: string }): void
  execute(what: object): void
  sync(): void
}

type Building = pg.QueryResult & {
  addFields(fields: unknown): void
  parseRow(fields: unknown): object
  addRow(row: object): void
  addCommandComplete(message: unknown): void
}

function isAsked({ isControl }: Statement): boolean {
  return !isControl
}

function startResult(): Building {
  return new pg.Result('', pg.types) as unknown as Building
}

function prepareValue(value: unknown): unknown {
  return (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils.prepareValue(
    value,
  )
}
