import type { Actor } from './actor.ts'
import { longestTimerMs } from './longest-timer.ts'

const defaultReserveMs = 100

/** How long one actor may take: after `softMs` its signal is aborted, and `lastMs` later it is abandoned. */
export type StopWindow = { softMs: number; lastMs: number }

/**
 * Shares one budget between actors that stop one after another.
 *
 * shape: each may use all that is left, except what is reserved for itself after the abort and for
 *        those behind it; together the reserves are never more than half of the budget
 */
export function createStopBudget(wholeMs: number, actors: readonly Actor[]) {
  const totalMs = Math.min(wholeMs, longestTimerMs)
  const wishedMs = actors.reduce((sum, actor) => sum + reserveOf(actor), 0)
  const scale = Math.min(1, totalMs / 2 / Math.max(wishedMs, 1))
  const endsAt = performance.now() + totalMs
  let reservedMs = wishedMs * scale

  return {
    windowFor(actor: Actor): StopWindow {
      const ownMs = reserveOf(actor) * scale
      const softMs = Math.max(endsAt - performance.now() - reservedMs, 0)
      reservedMs -= ownMs
      return { softMs, lastMs: ownMs }
    },
  }
}

function reserveOf(actor: Actor): number {
  return actor.reserveMs ?? defaultReserveMs
}
