import { TailspanError } from '@tailspan/errors'

/** The database cannot be asked now: away, stopping, full, or too slow. Asking again may help. */
export class DatabaseUnavailable extends TailspanError {
  /** Whether the connection is lost with it. */
  readonly connectionLost: boolean
  /** Whether the server goes on answering what needs neither room nor a file, so that `ping` alone does not notice. */
  readonly stillAnswers: boolean

  constructor(
    reason: string,
    options: ErrorOptions & { connectionLost: boolean; stillAnswers?: boolean },
  ) {
    super('database-unavailable', 'unavailable', `the database is unavailable: ${reason}`, options)
    this.connectionLost = options.connectionLost
    this.stillAnswers = options.stillAnswers ?? false
  }
}

/** The connection broke while COMMIT was on its way: it may or may not have happened. */
export class CommitUnknown extends TailspanError {
  constructor(options: ErrorOptions) {
    super('commit-unknown', 'unavailable', 'the connection broke during the commit', options)
  }
}

/** The row is there already. */
export class UniqueViolation extends TailspanError {
  readonly constraint: string

  constructor(constraint: string, options: ErrorOptions) {
    super('unique-violation', 'conflict', `${constraint} allows each value once`, options)
    this.constraint = constraint
  }
}

/**
 * A statement was refused: of the work at hand (a value that does not fit) or of the program itself (a table
 * that is not there). Both are internal: our own checks should have come first.
 */
export class DatabaseFault extends TailspanError {
  readonly sqlState: string
  readonly #hitsAll: boolean

  constructor(sqlState: string, options: ErrorOptions & { hitsAll: boolean }) {
    super('database-fault', 'internal', `the database refused a statement: ${sqlState}`, options)
    this.sqlState = sqlState
    this.#hitsAll = options.hitsAll
  }

  override get hitsAll(): boolean {
    return this.#hitsAll
  }
}

/** No server can ever be reached with these settings. */
export class DatabaseMisconfigured extends TailspanError {
  constructor(reason: string, options: ErrorOptions) {
    super('database-misconfigured', 'invalid', `the database cannot be reached: ${reason}`, options)
  }
}
