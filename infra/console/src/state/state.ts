import type { Runner } from '@tailspan/local/start'
import { createLab, type Lab } from '../lab/lab.ts'
import { BacklogWatch } from './backlog-watch.ts'
import { Bursts } from './bursts.ts'
import { Changes } from './changes.ts'
import { DeadLetterDesk } from './dead-letter-desk.ts'
import { followSpans } from './follow-spans.ts'
import { Notices } from './notices.ts'
import { OrderIndex } from './order-index.ts'
import { PartWatch } from './part-watch.ts'

/** What the console knows: the running system, and what was seen of it. Pages and actions get this and nothing else. */
export type State = {
  readonly runner: Runner
  readonly changes: Changes
  readonly orders: OrderIndex
  readonly parts: PartWatch
  readonly backlog: BacklogWatch
  readonly notices: Notices
  readonly bursts: Bursts
  readonly letters: DeadLetterDesk
  /** What may be done to the system. */
  readonly lab: Lab
  close(): Promise<void>
}

/** Begins to watch the system. */
export function createState(runner: Runner): State {
  const changes = new Changes()
  const orders = new OrderIndex(runner)
  const parts = new PartWatch(runner, changes)
  const backlog = new BacklogWatch(runner, changes)
  const bursts = new Bursts(runner, changes)
  const letters = new DeadLetterDesk(runner, changes)
  const lab = createLab({ runner, changes })
  const stopFollowing = followSpans({ runner, changes, orders, letters })
  return {
    runner,
    changes,
    orders,
    parts,
    backlog,
    bursts,
    letters,
    lab,
    notices: new Notices(),
    async close() {
      stopFollowing()
      parts.close()
      backlog.close()
      bursts.close()
      await lab.system.close()
    },
  }
}
