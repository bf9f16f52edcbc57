import { setTimeout as delay } from 'node:timers/promises'
import { CannotStart } from '../cannot-start.ts'
import { describeEnd, type Exit, type PartProcess } from './part-process.ts'

const pollMs = 20
const patienceMs = 120_000
const calledOffGraceMs = 5_000

/** How to see that a part serves, and when to give up waiting for it. */
export type Readiness = {
  readonly serves: () => Promise<boolean>
  readonly signal?: AbortSignal | undefined
}

/**
 * Waits until a part really serves; one that ends, never serves or is no longer wanted is stopped.
 *
 * errors: part-failed; the signal's reason
 */
export async function untilReady(part: PartProcess, readiness: Readiness): Promise<void> {
  let ended: Exit | undefined
  void part.exited.then((exit) => {
    ended = exit
  })
  const giveUpAt = performance.now() + patienceMs
  try {
    while (!(await readiness.serves().catch(() => false))) {
      readiness.signal?.throwIfAborted()
      if (ended) throw new CannotStart('part-failed', `${await describeEnd(part, ended)}.`)
      if (performance.now() > giveUpAt) throw neverServed(part)
      await delay(pollMs)
    }
  } catch (error) {
    // A consumer that may still leave its group spares the next one the wait for its session's end.
    await part.stop('SIGINT', calledOffGraceMs)
    throw error
  }
}

function neverServed({ name, logFile }: PartProcess): CannotStart {
  const patience = `${patienceMs / 1_000} s`
  return new CannotStart('part-failed', `${name} does not serve after ${patience}: see ${logFile}.`)
}
