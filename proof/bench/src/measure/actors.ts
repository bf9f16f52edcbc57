import type { Actor } from '@tailspan/lifecycle'

const alive = new AbortController().signal

/** Starts it and lets it run until it is stopped, or this process ends. */
export async function startActor(actor: Actor): Promise<void> {
  await actor.start?.(alive)
  void actor.run?.(alive)
}

/** What it has in hand may take ten seconds. */
export async function stopActor(actor: Actor): Promise<void> {
  actor.quiesce?.()
  await actor.stop?.(AbortSignal.timeout(10_000), 1_000)
}
