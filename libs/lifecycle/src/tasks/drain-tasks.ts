import type { TaskPool } from './task-pool.ts'
import type { AbandonedTask, DrainOptions, DrainResult } from './task-registry.ts'

const defaultGraceMs = 250

type Drain = DrainOptions & { onGiveUp: () => void }

/** Waits for a pool to get empty; when the time is over aborts what is left and names it. */
export async function drainTasks(pool: TaskPool, drain: Drain): Promise<DrainResult> {
  const before = { ...pool.counts }
  const empty = pool.room.empty()
  const abandoned = (await isEmptyInTime(empty, drain)) ? [] : await giveUp(pool, empty, drain)
  return {
    completed: pool.counts.completed - before.completed,
    failed: failures(pool) - (before.failed + before['timed-out']),
    abandoned: abandoned.map(({ name, traceId }): AbandonedTask => ({ name, traceId })),
  }
}

async function giveUp(pool: TaskPool, empty: Promise<void>, drain: Drain) {
  const { graceMs = defaultGraceMs, onGiveUp } = drain
  onGiveUp()
  const pending = [...pool.tasks]
  pool.shutDown()
  await isEmptyInTime(empty, { timeoutMs: graceMs })
  const left = pool.abandonAll()
  return pending.filter((task) => task.outcome === 'abandoned' || left.includes(task))
}

function failures(pool: TaskPool): number {
  return pool.counts.failed + pool.counts['timed-out']
}

async function isEmptyInTime(empty: Promise<void>, { timeoutMs, signal }: DrainOptions) {
  const late = Promise.withResolvers<false>()
  const tooLate = () => late.resolve(false)
  const timer = timeoutMs === undefined ? undefined : setTimeout(tooLate, timeoutMs)
  if (signal?.aborted) tooLate()
  signal?.addEventListener('abort', tooLate, { once: true })
  const inTime = await Promise.race([empty.then(() => true), late.promise])
  clearTimeout(timer)
  signal?.removeEventListener('abort', tooLate)
  return inTime
}
