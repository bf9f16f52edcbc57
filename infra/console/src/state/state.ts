import type { Runner } from '@tailspan/local/start'
import { createLab, type Lab } from '../lab/lab.ts'
import { Changes } from './changes.ts'
import { followSpans } from './follow-spans.ts'
import { OrderIndex } from './order-index.ts'
import { PartWatch } from './part-watch.ts'

/** What the console knows: the running system, and what was seen of it. Pages and actions get this and nothing else. */
export type State = {
  readonly runner: Runner
  readonly changes: Changes
  readonly orders: OrderIndex
  readonly parts: PartWatch
  /** What may be done to the system. */
  readonly lab: Lab
  close(): Promise<void>
}

/** Begins to watch the system. */
export function createState(runner: Runner): State {
  const changes = new Changes()
  const orders = new OrderIndex(runner)
  const parts = new PartWatch(runner, changes)
  const lab = createLab({ runner, changes })
  const stopFollowing = followSpans({ runner, changes, orders })
  return {
    ...{ runner, changes, orders, parts, lab },
    async close() {
      stopFollowing()
      parts.close()
      await lab.system.close()
    },
  }
}
