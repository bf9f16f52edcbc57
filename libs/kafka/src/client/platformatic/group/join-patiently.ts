import { faultOf } from '../fault-of.ts'
import { groupFaultOf } from './group-fault.ts'
import { pauseFor } from './pause-for.ts'

type Joining<T> = {
  readonly join: () => Promise<T>
  readonly note: (error: unknown) => void
  readonly stop: AbortSignal
}

const maxTries = 10
const retryMs = 200

/** Tries a few times where the broker says that it is not ready yet, or that others join, too. */
export async function joinPatiently<T>({ join, note, stop }: Joining<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await join()
    } catch (error) {
      note(error)
      if (tries === maxTries || !isWorthwhile(error)) throw error
      if (groupFaultOf(error) === 'passes') await pauseFor(retryMs, stop)
    }
}

function isWorthwhile(error: unknown): boolean {
  return faultOf(error).code !== undefined && groupFaultOf(error) !== 'final'
}
