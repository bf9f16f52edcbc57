import type { Actor } from '@tailspan/lifecycle'

/** Where in its life an actor is; `failed` in any of its steps stays. */
export type ActorState =
  | 'waiting'
  | 'starting'
  | 'running'
  | 'quiescing'
  | 'stopping'
  | 'stopped'
  | 'failed'

/** One supervised actor: where in its life it is, and for how long. */
export type ActorReport = {
  readonly name: string
  readonly state: ActorState
  readonly forMs: number
}

/** Sees the life of actors from outside, without changing it. */
export interface Supervision {
  watch(actor: Actor): Actor
  reports(): readonly ActorReport[]
}

type Entry = { readonly name: string; state: ActorState; sinceMs: number }

/** Makes a supervision that knows no actor yet. */
export function createSupervision(): Supervision {
  const entries: Entry[] = []
  return {
    watch(actor) {
      const entry: Entry = { name: actor.name, state: 'waiting', sinceMs: performance.now() }
      entries.push(entry)
      return watched(actor, entry)
    },
    reports() {
      const nowMs = performance.now()
      return entries.map(({ name, state, sinceMs }) => ({ name, state, forMs: nowMs - sinceMs }))
    },
  }
}

function watched(actor: Actor, entry: Entry): Actor {
  const { run } = actor
  return {
    name: actor.name,
    ...(actor.reserveMs !== undefined && { reserveMs: actor.reserveMs }),
    start: (signal) => pass(entry, ['starting', 'running'], () => actor.start?.(signal)),
    // Its end is no state of its own: the group stops the actor at once.
    ...(run && { run: (signal) => pass(entry, [], () => run.call(actor, signal)) }),
    quiesce: () => pass(entry, ['quiescing'], () => actor.quiesce?.()),
    stop: (signal, lastMs) =>
      pass(entry, ['stopping', 'stopped'], () => actor.stop?.(signal, lastMs)),
  }
}

type Passage = readonly [during?: ActorState, after?: ActorState]

async function pass(entry: Entry, [during, after]: Passage, step: () => unknown): Promise<unknown> {
  enter(entry, during)
  try {
    const value = await step()
    enter(entry, after)
    return value
  } catch (error) {
    enter(entry, 'failed')
    throw error
  }
}

function enter(entry: Entry, state: ActorState | undefined): void {
  if (state === undefined) return
  entry.state = state
  entry.sinceMs = performance.now()
}
