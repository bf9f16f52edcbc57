import type { Actor } from './actor.ts'
import { Uncaught } from './lifecycle-error.ts'
import type { Log } from './log.ts'

/**
 * An actor that fails with the first error that nobody caught, rejections included.
 *
 * errors: Uncaught with the error as its cause; later ones are logged only, the group is stopping already
 */
export function untilUncaught(log: Log): Actor {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // Two errors in one tick: the second must not find a rejection that nobody has taken yet.
  promise.catch(() => {})

  function onUncaught(cause: unknown): void {
    log.error('process.uncaught', { err: cause })
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
