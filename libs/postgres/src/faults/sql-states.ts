/**
 * Whose fault an error of the server is.
 *
 * shape: `item`: this piece of work, it counts as its attempt · `theirs`: the server's for now, waiting helps ·
 *        `bug`: ours, and as long as nothing is deployed every piece of work fails the same way
 */
export type Owner = 'item' | 'theirs' | 'bug'

/** What becomes of connections: kept, this one closed, or all that are open (they lead to the wrong server). */
export type Connections = 'keep' | 'close' | 'close-all'

export type SqlFault = {
  readonly owner: Owner
  readonly reason: string
  readonly connections: Connections
  /** Whether the server goes on answering short questions meanwhile, so that `ping` alone does not notice. */
  readonly stillAnswers: boolean
}

type Row = readonly [
  start: string,
  owner: Owner,
  reason: string,
  connections?: Connections,
  answers?: 'still-answers',
]

// Every class of appendix A of PostgreSQL's manual has a row; codes that differ from their class follow it.
const rows: readonly Row[] = [
  ['00', 'bug', 'success was reported as an error'],
  ['01', 'bug', 'a warning was reported as an error'],
  ['02', 'item', 'no data'],
  ['03', 'bug', 'the statement is not complete'],
  // PgBouncer reports nearly all of its own troubles as 08P01.
  ['08', 'theirs', 'connection broken', 'close'],
  ['09', 'item', 'a trigger failed'],
  // Mostly "cached plan must not change result type": a new connection has no old plans.
  ['0A', 'bug', 'not supported by this server', 'close'],
  ['0B', 'bug', 'transaction begun wrongly'],
  ['0F', 'item', 'locator exception'],
  ['0L', 'bug', 'invalid grantor'],
  ['0P', 'bug', 'invalid role'],
  ['0Z', 'bug', 'diagnostics exception'],
  ['10', 'item', 'XQuery error'],
  ['20', 'item', 'no case matches'],
  ['21', 'item', 'more rows than one'],
  ['22', 'item', 'a value does not fit'],
  ['2200H', 'bug', 'a sequence has no number left'],
  ['23', 'item', 'a constraint is violated'],
  ['24', 'bug', 'invalid cursor state'],
  ['25', 'bug', 'invalid transaction state'],
  // A standby, or a primary that was demoted: connections that are opened now may lead to the new one.
  ['25006', 'theirs', 'read-only', 'close-all'],
  ['25P02', 'item', 'an earlier statement of the transaction failed'],
  ['25P03', 'theirs', 'transaction was idle for too long', 'close'],
  ['25P04', 'theirs', 'transaction took too long', 'close'],
  // A pooler gave the session another server connection, which does not know the statement.
  ['26', 'theirs', 'prepared statement is gone', 'close'],
  ['27', 'item', 'a trigger changed the row'],
  ['28', 'theirs', 'login refused', 'close'],
  ['2B', 'bug', 'privileges depend on it'],
  ['2D', 'bug', 'transaction ended wrongly'],
  ['2F', 'item', 'a function failed'],
  ['34', 'bug', 'invalid cursor name'],
  ['38', 'item', 'an external routine failed'],
  ['39', 'item', 'an external routine was called wrongly'],
  ['3B', 'bug', 'invalid savepoint'],
  ['3D', 'theirs', 'no such database', 'close'],
  ['3F', 'bug', 'no such schema'],
  ['40', 'theirs', 'transactions collided'],
  ['40002', 'item', 'a constraint is violated at the commit'],
  ['42', 'bug', 'the statement does not fit the schema or its rights'],
  ['42P05', 'theirs', 'prepared statement is there already', 'close'],
  ['44', 'item', 'the view does not allow the row'],
  ['53', 'theirs', 'out of resources', 'keep', 'still-answers'],
  ['53100', 'theirs', 'disk full', 'keep', 'still-answers'],
  ['53200', 'theirs', 'out of memory', 'keep', 'still-answers'],
  ['53300', 'theirs', 'too many connections', 'close'],
  // Of one session, as the room for its temporary files.
  ['53400', 'theirs', 'beyond a limit that an operator has set'],
  ['54', 'item', 'beyond a limit of the server'],
  ['55', 'theirs', 'not in the state for it'],
  // Also a table whose changes are published without an identity of its rows: all its updates fail.
  ['55000', 'theirs', 'not in the state for it', 'keep', 'still-answers'],
  ['55P02', 'bug', 'a setting cannot be changed now'],
  ['55P03', 'theirs', 'lock not available'],
  ['55P04', 'bug', 'a new enum value is not usable yet'],
  ['57', 'theirs', 'stopped by an operator'],
  ['57014', 'theirs', 'statement took too long'],
  ['57P', 'theirs', 'shutting down or starting', 'close'],
  ['58', 'theirs', 'system error of the server', 'close', 'still-answers'],
  ['72', 'theirs', 'snapshot too old'],
  ['F0', 'theirs', 'configuration of the server is broken', 'close'],
  ['HV', 'theirs', 'a foreign server failed', 'keep', 'still-answers'],
  ['P0', 'item', 'a function raised an error'],
  ['XX', 'bug', 'internal error of the server', 'close'],
]

const byStart = new Map(rows.map((row) => [row[0], row]))

// Another make of server, a code of next year's version: nothing is blamed on the work at hand.
const unknown: Row = ['', 'theirs', 'unknown error', 'close', 'still-answers']

// Class 54 is about one statement, except at limits of the whole server or of a table. PostgreSQL has no code of
// their own for them: the routine that refused tells, which unlike the text is the same in every language.
const atServerLimit = new Map<string | undefined, string>([
  ['GetNewTransactionId', 'out of transaction ids until a vacuum'],
  ['GetNewMultiXactId', 'out of multixact ids until a vacuum'],
  ['mdextend', 'a table cannot grow'],
  ['mdzeroextend', 'a table cannot grow'],
  ['ExtendBufferedRelShared', 'a table cannot grow'],
  ['PreCommit_Notify', 'the queue of notifications is full'],
])

/** Looks an SQLSTATE up, the longest beginning first; in class 54 the routine of the server that raised it counts, too. */
export function sqlFaultOf(sqlState: string, routine?: string): SqlFault {
  const limit = sqlState === '54000' ? atServerLimit.get(routine) : undefined
  return toFault(limit ? ['54', 'theirs', limit, 'keep', 'still-answers'] : rowOf(sqlState))
}

function rowOf(sqlState: string): Row {
  for (let length = sqlState.length; length >= 2; length -= 1) {
    const row = byStart.get(sqlState.slice(0, length))
    if (row) return row
  }
  return unknown
}

function toFault([, owner, reason, connections = 'keep', answers]: Row): SqlFault {
  return { owner, reason, connections, stillAnswers: answers === 'still-answers' }
}
