import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
export const collectGarbage: () => void = runInNewContext('gc')

/** How many are alive after a few rounds, or as soon as no more than these are: what is held then is held for good. */
export async function stillAlive(seen: readonly WeakRef<object>[], mayLive = 0): Promise<number> {
  let alive = seen.length
  for (let round = 0; round < 10 && alive > mayLive; round += 1) {
    await turn()
    collectGarbage()
    alive = seen.filter((ref) => ref.deref() !== undefined).length
  }
  return alive
}
