import pg from 'pg'
import {
  DatabaseFault,
  DatabaseMisconfigured,
  DatabaseUnavailable,
  UniqueViolation,
} from './database-error.ts'
import { driverFaultOf } from './driver-faults.ts'
import { type Connections, type SqlFault, sqlFaultOf } from './sql-states.ts'

/** Our error, and what it means for the connection it came from and for the others. */
export type Judged = { readonly error: Error; readonly connections: Connections }

/**
 * Makes our error of what a statement was rejected with, and keeps pg's as the cause.
 *
 * errors: database-unavailable (retry), unique-violation (conflict), database-fault (ours)
 */
export function judgeStatement(thrown: unknown): Judged {
  if (!(thrown instanceof pg.DatabaseError)) return fromDriver(thrown)
  const fault = faultOf(thrown)
  return { error: toError(thrown, fault), connections: fault.connections }
}

/**
 * Makes our error of what kept a connection from being opened. No work is at hand yet that could be to blame:
 * whatever the server says is its own, for now.
 *
 * errors: database-unavailable (retry), database-misconfigured (never)
 */
export function toConnectError(thrown: unknown): Error {
  if (!(thrown instanceof pg.DatabaseError)) return fromDriver(thrown).error
  // PgBouncer, of what the URL adds: `options`, `search_path`.
  if (/^unsupported startup parameter/.test(thrown.message))
    return new DatabaseMisconfigured(`its pooler refuses ${thrown.message}`, { cause: thrown })
  const { owner, reason } = faultOf(thrown)
  const text = owner === 'theirs' ? reason : `connection refused with ${thrown.code}`
  return new DatabaseUnavailable(text, { cause: thrown, connectionLost: true })
}

function fromDriver(cause: unknown): Judged {
  const { owner, reason } = driverFaultOf(cause)
  if (owner === 'setting')
    return { error: new DatabaseMisconfigured(reason, { cause }), connections: 'close' }
  if (owner === 'bug')
    return { error: new DatabaseFault('driver', { cause, hitsAll: false }), connections: 'close' }
  const error = new DatabaseUnavailable(reason, { cause, connectionLost: true })
  return { error, connections: 'close' }
}

function toError(cause: pg.DatabaseError, { owner, reason, ...fault }: SqlFault): Error {
  const { code = '', constraint = 'an index' } = cause
  if (code === '23505') return new UniqueViolation(constraint, { cause })
  if (owner !== 'theirs') return new DatabaseFault(code, { cause, hitsAll: owner === 'bug' })
  const { stillAnswers, connections } = fault
  return new DatabaseUnavailable(reason, {
    cause,
    stillAnswers,
    connectionLost: connections !== 'keep',
  })
}

function faultOf(thrown: pg.DatabaseError): SqlFault {
  const fault = sqlFaultOf(thrown.code ?? '', thrown.routine)
  if (!isLastWord(thrown)) return fault
  return { ...fault, connections: max(fault.connections, 'close'), stillAnswers: false }
}

// After these the server closes the connection, whatever the code is.
function isLastWord({ severity }: pg.DatabaseError): boolean {
  return severity === 'FATAL' || severity === 'PANIC'
}

const order: readonly Connections[] = ['keep', 'close', 'close-all']

function max(one: Connections, other: Connections): Connections {
  return order.indexOf(one) > order.indexOf(other) ? one : other
}
