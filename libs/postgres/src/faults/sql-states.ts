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
}

type Row = readonly [start: string, owner: Owner, reason: string, connections?: Connections]

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
  ['53', 'theirs', 'out of resources'],
  ['53100', 'theirs', 'disk full'],
  ['53200', 'theirs', 'out of memory'],
  ['53300', 'theirs', 'too many connections', 'close'],
  ['54', 'item', 'beyond a limit of the server'],
  ['55', 'theirs', 'not in the state for it'],
  ['55P02', 'bug', 'a setting cannot be changed now'],
  ['55P03', 'theirs', 'lock not available'],
  ['55P04', 'bug', 'a new enum value is not usable yet'],
  ['57', 'theirs', 'stopped by an operator'],
  ['57014', 'theirs', 'statement took too long'],
  ['57P', 'theirs', 'shutting down or starting', 'close'],
  ['58', 'theirs', 'system error of the server', 'close'],
  ['72', 'theirs', 'snapshot too old'],
  ['F0', 'theirs', 'configuration of the server is broken', 'close'],
  ['HV', 'theirs', 'a foreign server failed'],
  ['P0', 'item', 'a function raised an error'],
  ['XX', 'bug', 'internal error of the server', 'close'],
]

const byStart = new Map(rows.map((row) => [row[0], row]))

// Another make of server, a code of next year's version: nothing is blamed on the work at hand.
const unknown: SqlFault = { owner: 'theirs', reason: 'unknown error', connections: 'close' }

/** Looks an SQLSTATE up, the longest beginning first. */
export function sqlFaultOf(sqlState: string): SqlFault {
  for (let length = sqlState.length; length >= 2; length -= 1) {
    const row = byStart.get(sqlState.slice(0, length))
    if (row) return { owner: row[1], reason: row[2], connections: row[3] ?? 'keep' }
  }
  return unknown
}
