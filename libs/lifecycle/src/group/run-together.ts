import { type Log, silentLog } from '../log.ts'
import type { Actor } from './actor.ts'
import { createGroup } from './group.ts'
import { describeCause, exitCode, type GroupResult } from './group-result.ts'
import { longestTimerMs } from './longest-timer.ts'
import type { Readiness } from './readiness.ts'
import { untilUncaught } from './until-uncaught.ts'

/** `drainMs` is the budget of the whole stop; during `drainDelayMs` before it readiness refuses already. */
export type RunOptions = {
  drainMs: number
  drainDelayMs?: number
  readiness?: Readiness
  log?: Log
}

/**
 * Runs the actors of a process until the first one ends, stops them, and says how to exit.
 *
 * shape:  returns the exit code for `process.exit`: 0 stopped by a signal, 1 an actor ended, failed or was abandoned
 * errors: an uncaught exception ends the group like a failed actor
 */
export async function runTogether(actors: readonly Actor[], options: RunOptions): Promise<number> {
  const { log = silentLog, drainMs, ...rest } = options
  const group = createGroup({ ...rest, log, graceMs: drainMs })
  for (const actor of [untilUncaught(log), ...actors]) group.add(actor)
  // Waiting for a signal keeps no process alive, and neither does a promise.
  const alive = setInterval(() => {}, longestTimerMs)
  const result = await group.run().finally(() => clearInterval(alive))
  const code = exitCode(result)
  report(log, result, code)
  return code
}

function report(log: Log, { cause, errors, abandoned }: GroupResult, code: number): void {
  // The error that is the cause was logged when the group began to stop.
  const later = errors.filter((error) => cause.kind !== 'failed' || error !== cause.error)
  for (const err of later) log.error('group.error', { err })
  const fields = { cause: describeCause(cause), abandoned, exitCode: code }
  if (code === 0) log.info('group.ended', fields)
  else log.error('group.ended', fields)
}
