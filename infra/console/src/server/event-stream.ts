import { setTimeout as delay } from 'node:timers/promises'
import { type Context, requestScope, type ServerSentEvent, streamEvents } from '@tailspan/http'
import type { Changes } from '../state/changes.ts'

/** Changes of so long are told together: a page reads itself anew a few times a second at most. */
const gatherMs = 150

/** Tells a page what has changed, until it leaves. */
export function streamChanges(ctx: Context, changes: Changes): Promise<void> {
  return streamEvents(ctx, async () => tellChanges(changes, requestScope(ctx).signal))
}

async function* tellChanges(
  changes: Changes,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent> {
  const gathered = new Set<string>()
  let wake = () => {}
  const awaken = () => wake()
  const stop = changes.listen((topics) => {
    for (const topic of topics) gathered.add(topic)
    awaken()
  })
  signal.addEventListener('abort', awaken)
  try {
    while (!signal.aborted) {
      if (gathered.size === 0) await new Promise<void>((resolve) => (wake = resolve))
      await delay(gatherMs, undefined, { signal })
      const topics = [...gathered]
      gathered.clear()
      yield { type: 'changed', topics } as ServerSentEvent
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', awaken)
    stop()
  }
}
