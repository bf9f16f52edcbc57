import { setTimeout as pause } from 'node:timers/promises'

/** How long to go on asking, and how often. */
export type EventuallyOptions = {
  readonly timeoutMs?: number
  readonly intervalMs?: number
}

const restShare = 3
const longestRestMs = 250

/** Says that a condition did not come true in time, and what it said last. */
export class NeverHappened extends Error {
  override get name(): string {
    return 'NeverHappened'
  }
}

/**
 * Asks a condition again and again until it holds, and gives back its value.
 *
 * shape:  holds = neither throws nor is `false`; assertions can be written inside
 * units:  timeoutMs 60,000 and intervalMs 20 unless told; the interval grows with the time that an answer takes, so
 *         that those who wait leave the processor to those who work
 * errors: NeverHappened with the last complaint as text and cause
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 60_000, intervalMs = 20 }: EventuallyOptions = {},
): Promise<Exclude<T, false>> {
  const endMs = performance.now() + timeoutMs
  let complaint: unknown = 'it never answered'
  while (true) {
    const askedMs = performance.now()
    const answer = await ask(condition, endMs - askedMs)
    const tookMs = performance.now() - askedMs
    if ('value' in answer && answer.value !== false) return answer.value as Exclude<T, false>
    complaint = 'error' in answer ? (answer.error ?? complaint) : 'it was false'
    if (performance.now() >= endMs) throw neverHappened(timeoutMs, complaint)
    await pause(Math.max(intervalMs, Math.min(tookMs * restShare, longestRestMs)))
  }
}

type Answer<T> = { value: T } | { error: unknown }

/** A condition that hangs must not outlive the deadline, so its answer is raced. */
async function ask<T>(condition: () => T | Promise<T>, leftMs: number): Promise<Answer<T>> {
  const abort = new AbortController()
  const late = pause(Math.max(leftMs, 1), { error: undefined }, { signal: abort.signal })
  late.catch(() => {})
  try {
    return await Promise.race([Promise.resolve(condition()).then((value) => ({ value })), late])
  } catch (error) {
    return { error }
  } finally {
    abort.abort()
  }
}

function neverHappened(timeoutMs: number, complaint: unknown): NeverHappened {
  const last = complaint instanceof Error ? complaint.message : String(complaint)
  return new NeverHappened(`not within ${timeoutMs} ms: ${last}`, { cause: complaint })
}
