import pg from 'pg'
import { DatabaseFault, DatabaseUnavailable, UniqueViolation } from './database-error.ts'

// Classes and codes of SQLSTATE that pass by themselves, in words.
const passing: readonly [start: string, reason: string, connectionLost: boolean][] = [
  ['08', 'connection broken', true],
  ['57P', 'shutting down or starting', true],
  ['25P03', 'transaction was idle for too long', true],
  ['53', 'out of resources', false],
  ['28', 'login refused', false],
  ['3D000', 'no such database', false],
  ['57014', 'statement took too long', false],
  ['55P03', 'lock not available', false],
  ['40', 'transactions collided', false],
]

/**
 * Makes our error of what pg rejects with, and keeps pg's as the cause.
 *
 * errors: database-unavailable (retry), unique-violation (conflict), database-fault (ours)
 */
export function toDatabaseError(thrown: unknown): Error {
  if (thrown instanceof pg.DatabaseError) return fromServer(thrown)
  const { message, code } = thrown as { message?: string; code?: string }
  // What does not come from the server comes from the way to it: refused, reset, timed out, closed.
  return new DatabaseUnavailable(code ?? message ?? 'unknown', {
    cause: thrown,
    connectionLost: true,
  })
}

function fromServer(cause: pg.DatabaseError): Error {
  const sqlState = cause.code ?? 'unknown'
  if (sqlState === '23505') return new UniqueViolation(cause.constraint ?? 'an index', { cause })
  const found = passing.find(([start]) => sqlState.startsWith(start))
  if (!found) return new DatabaseFault(sqlState, { cause })
  const [, reason, connectionLost] = found
  return new DatabaseUnavailable(reason, { cause, connectionLost })
}
