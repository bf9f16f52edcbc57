import { setTimeout as delay } from 'node:timers/promises'
import { CannotStart } from '../cannot-start.ts'
import { describeEnd, type PartProcess } from './part-process.ts'

const pollMs = 20
const patienceMs = 60_000

/**
 * Waits until a part really serves; a part that ends or never serves is stopped and named.
 *
 * errors: part-failed
 */
export async function untilReady(part: PartProcess, serves: () => Promise<boolean>): Promise<void> {
  const ended = part.exited.then(async (exit) => {
    throw new CannotStart('part-failed', `${await describeEnd(part, exit)}.`)
  })
  const waiting = new AbortController()
  try {
    await Promise.race([ended, pollUntil(part, serves, waiting.signal)])
  } catch (error) {
    await part.kill()
    throw error
  } finally {
    waiting.abort()
    ended.catch(() => {})
  }
}

async function pollUntil(part: PartProcess, serves: () => Promise<boolean>, signal: AbortSignal) {
  const giveUpAt = Date.now() + patienceMs
  while (!signal.aborted && !(await serves().catch(() => false))) {
    if (Date.now() > giveUpAt)
      throw new CannotStart(
        'part-failed',
        `${part.name} does not serve after ${patienceMs / 1_000} s: see ${part.logFile}.`,
      )
    await delay(pollMs)
  }
}
