import { untilAborted } from '@tailspan/scope'
import type { Actor } from './actor.ts'

/**
 * Starts actors without anybody waiting for them: for what a service can do without for a while.
 *
 * shape:  one after another, as in a group; a start that fails or a life that ends early ends the group
 * owner:  the group, which stops them like all others, also in the middle of their start
 */
export function inBackground(...actors: readonly Actor[]): Actor {
  const cut = new AbortController()
  const ready: Actor[] = []
  let started: Promise<readonly Promise<unknown>[]> | undefined

  async function start(signal: AbortSignal): Promise<readonly Promise<unknown>[]> {
    const lives: Promise<unknown>[] = []
    for (const actor of actors) {
      cut.signal.throwIfAborted()
      await actor.start?.(cut.signal)
      ready.unshift(actor)
      const life = cut.signal.aborted ? undefined : actor.run?.(signal)
      // Looked at when all have started; until then nobody may call it unhandled.
      life?.catch(() => {})
      if (life) lives.push(life)
    }
    return lives
  }
  async function run(signal: AbortSignal): Promise<unknown> {
    started = start(signal)
    try {
      return await untilAborted(signal, ...(await started))
    } catch (error) {
      // What the stop has cut short in the middle of its start is no failure.
      if (cut.signal.aborted && ready.length < actors.length) return undefined
      throw error
    }
  }
  return {
    name: actors.map(({ name }) => name).join(', '),
    reserveMs: actors.reduce((sum, { reserveMs = 100 }) => sum + reserveMs, 0),
    run,
    async quiesce() {
      cut.abort()
      await Promise.all(ready.map((actor) => actor.quiesce?.()))
    },
    async stop(signal, lastMs) {
      cut.abort()
      await started?.catch(() => {})
      for (const actor of ready) await actor.stop?.(signal, lastMs / actors.length)
    },
  }
}
