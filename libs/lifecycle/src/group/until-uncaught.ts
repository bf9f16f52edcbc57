import { Uncaught } from '../lifecycle-error.ts'
import type { Log } from '../log.ts'
import type { Actor } from './actor.ts'

/**
 * An actor that fails with the first error that nobody caught, rejections included.
 *
 * errors: Uncaught with the error as its cause; the group is stopping then, and later ones are only logged
 */
export function untilUncaught(log: Log): Actor {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // Two errors in one tick: the second must not find a rejection that nobody has taken yet.
  promise.catch(() => {})

  let caught = false

  function onUncaught(cause: unknown): void {
    if (caught) log.error('process.uncaught', { err: cause })
    caught = true
    reject(new Uncaught({ cause }))
  }
  return {
    name: 'uncaught errors',
    async start() {
      process.on('uncaughtException', onUncaught)
    },
    run: () => promise,
    stop() {
      process.off('uncaughtException', onUncaught)
      resolve()
    },
  }
}
