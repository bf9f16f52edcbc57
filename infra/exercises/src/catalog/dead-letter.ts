import {
  badQuantity,
  type Ledger,
  readLedger,
  refuseOrders,
  takeOrders,
} from '@tailspan/experiment'
import { useDurable } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise, Stage } from '../exercise.ts'
import { type Id, deadLetter as question } from '../questions/dead-letter.ts'

export const deadLetter: Exercise<Id> = {
  ...question,
  async run(stage: Stage) {
    const { rig, tell } = stage
    await useDurable(stage)
    const { book, clients, count, traces } = await openCounter(stage)
    tell('inventory fails at orders of thirteen pieces from now on')
    await refuseOrders(rig.where)
    await clients.place(1, { quantity: badQuantity })
    await clients.place(2)
    tell('three orders are placed; inventory tries')
    const before = await count()
    tell('the cause is mended, the dead letter is replayed')
    await takeOrders(rig.where)
    await replay(stage, before)
    await count()
    const after = await readLedger(book)
    const traceIds = traces().slice(0, 1)
    return { ...judgeLetter(before, after), traceIds, ledger: after }
  },
}

/** Only the letters of this exercise. */
async function replay({ dlt }: Stage, { flows }: Ledger): Promise<void> {
  const ids = new Set(flows.flatMap(({ deadLettered }) => [...deadLettered]))
  const { out } = await dlt('list', '--json')
  const listed = JSON.parse(out) as { readonly deadLetters: readonly Listed[] }
  const ours = listed.deadLetters.filter(({ key, replays }) => ids.has(key) && !replays?.length)
  if (ours.length > 0) await dlt('replay', ...ours.map(({ id }) => id))
}

type Listed = { readonly id: string; readonly key: string; readonly replays?: readonly unknown[] }
type Counted = Pick<Ledger, 'accepted' | 'delivered' | 'deadLettered' | 'pending' | 'lost'>

/** What became of three orders of which one cannot be taken, before and after the replay. */
export function judgeLetter(before: Counted, after: Counted) {
  const facts = [
    `${before.accepted} orders were accepted: ${before.delivered} delivered, ${before.deadLettered} dead-lettered, ${before.pending} pending, ${before.lost} lost`,
    `after the replay ${after.delivered} are delivered`,
  ]
  return { cameTrue: nameOf(), facts }

  function nameOf(): Id | undefined {
    if (before.lost > 0) return 'dropped'
    if (before.pending > 0) return 'blocks'
    const isReplayed = after.delivered === after.accepted
    return before.deadLettered === 1 && before.delivered === 2 && isReplayed
      ? 'dead-letter'
      : undefined
  }
}
